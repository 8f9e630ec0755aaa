import { memo } from "react";
import { useTranslation } from "react-i18next";
import { clockOr, named, percent } from "../app/format";
import { Empty } from "../app/Empty";
import { Elapsed } from "../live/Timer";
import { useCenter } from "../session/session";
import type { Queue, QueueTile } from "../wire";
import classes from "./Floor.module.css";

interface Props {
  tiles: readonly QueueTile[];
  opened: string | null;
  open: (queueId: string) => void;
}

export function Queues({ tiles, opened, open }: Props) {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const byId = new Map(queues.map((queue) => [queue.queue_id, queue]));
  const nameOf = (tile: QueueTile) => named(byId.get(tile.queue_id), i18n.language) || tile.queue_id;
  const sorted = [...tiles].sort((a, b) => nameOf(a).localeCompare(nameOf(b), i18n.language));
  const mostWaiting = Math.max(5, ...tiles.map((tile) => tile.waiting));
  return (
    <section className="panel" aria-label={t("floor.queues")}>
      <header>
        <h2>{t("floor.queues")}</h2>
        <span className="push dim small">{t("floor.openHint")}</span>
      </header>
      {tiles.length === 0 ? (
        <Empty icon="floor" title={t("floor.noQueues")}>
          {t("floor.noQueuesHint")}
        </Empty>
      ) : (
        <div className="scroll">
          <table className="grid">
            <thead>
              <tr>
                <th>{t("desk.queue")}</th>
                <th className={classes.wide}>{t("floor.waiting")}</th>
                <th className="r">{t("floor.oldest")}</th>
                <th className="r">{t("floor.expected")}</th>
                <th className="r">{t("state.talking")}</th>
                <th className="r" title={t("floor.readyOfPresent")}>
                  {t("floor.readyPresent")}
                </th>
                <th className={classes.wide}>{t("measure.service_level")}</th>
                <th className="r">{t("measure.offered")}</th>
                <th className="r">{t("measure.answered")}</th>
                <th className="r">{t("measure.abandoned")}</th>
                <th className="r">{t("measure.asa_s")}</th>
                <th className="r">{t("measure.aht_s")}</th>
              </tr>
            </thead>
            <tbody>
              {sorted.map((tile) => (
                <Row
                  key={tile.queue_id}
                  tile={tile}
                  queue={byId.get(tile.queue_id)}
                  name={nameOf(tile)}
                  scale={mostWaiting}
                  opened={opened === tile.queue_id}
                  open={open}
                  language={i18n.language}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface RowProps {
  tile: QueueTile;
  queue: Queue | undefined;
  name: string;
  scale: number;
  opened: boolean;
  open: (queueId: string) => void;
  language: string;
}

const Row = memo(function Row({ tile, queue, name, scale, opened, open, language }: RowProps) {
  const { today } = tile;
  return (
    <tr
      className="pick"
      tabIndex={0}
      aria-selected={opened}
      onClick={() => open(tile.queue_id)}
      onKeyDown={(event) => event.key === "Enter" && open(tile.queue_id)}
    >
      <td>
        <b>{name}</b>
      </td>
      <td>
        <span className={classes.gauge}>
          <b className="number">{tile.waiting}</b>
          <Bar share={tile.waiting / scale} color="var(--state-waiting)" />
        </span>
      </td>
      <td className="r">
        {tile.oldest_at === null ? (
          <span className="dim">–</span>
        ) : (
          <Elapsed since={tile.oldest_at} warnAfter={queue?.service_target_s} />
        )}
      </td>
      <td className="r">{clockOr(tile.expected_wait_s)}</td>
      <td className="r">{tile.talking}</td>
      <td className="r">
        <b className={tile.agents_present > 0 && tile.agents_ready > 0 ? classes.good : undefined}>{tile.agents_ready}</b>
        <span className="dim"> / {tile.agents_present}</span>
      </td>
      <td>
        <span className={classes.gauge}>
          <b className="number">{percent(today.service_level, language)}</b>
          <Bar share={today.service_level ?? 0} color={levelColor(today.service_level)} />
        </span>
      </td>
      <td className="r">{today.offered}</td>
      <td className="r">{today.answered}</td>
      <td className="r">
        {today.abandoned}
        <span className="dim"> {percent(today.abandonment, language)}</span>
      </td>
      <td className="r">{clockOr(today.asa_s)}</td>
      <td className="r">{clockOr(today.aht_s)}</td>
    </tr>
  );
});

function Bar({ share, color }: { share: number; color: string }) {
  return (
    <span className="bar" aria-hidden="true">
      <i style={{ width: `${Math.round(Math.min(1, share) * 100)}%`, background: color }} />
    </span>
  );
}

function levelColor(level: number | null): string {
  if (level === null) return "var(--dim)";
  return level >= 0.8 ? "var(--state-ready)" : level >= 0.6 ? "var(--state-paused)" : "var(--danger)";
}

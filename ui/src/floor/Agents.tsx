import { NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { memo, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockOr, named } from "../app/format";
import { Empty } from "../app/Empty";
import { Icon } from "../app/icons";
import { QueueChoice } from "../app/QueueChoice";
import { StateChip } from "../app/StateChip";
import { Elapsed } from "../live/Timer";
import { useCenter } from "../session/session";
import { AGENT_STATES, stateColor } from "../theme/states";
import type { AgentTile } from "../wire";
import classes from "./Floor.module.css";
import { type AgentOrder, compareAgents, fits } from "./totals";

type View = "table" | "tiles";
const VIEW = "cordboard.floor.view";

/** All agents with state and time in it; filtered by a press on a state, sorted by a press on a column. */
export function Agents({ tiles }: { tiles: readonly AgentTile[] }) {
  const { t, i18n } = useTranslation();
  const center = useCenter();
  const [states, setStates] = useState<readonly string[]>([]);
  const [team, setTeam] = useState("");
  const [queueId, setQueue] = useState("");
  const [text, setText] = useState("");
  const [order, setOrder] = useState<AgentOrder>("state");
  const [view, setView] = useState<View>(() => (localStorage.getItem(VIEW) === "tiles" ? "tiles" : "table"));

  const teams = useMemo(() => [...new Set(tiles.map((tile) => tile.team).filter(Boolean))].sort(), [tiles]);
  const shown = useMemo(
    () => tiles.filter((tile) => fits(tile, { states, team, queueId, text })).sort(compareAgents(order)),
    [tiles, states, team, queueId, text, order],
  );
  const queueNames = useMemo(
    () => new Map(center.queues.map((queue) => [queue.queue_id, named(queue, i18n.language)])),
    [center, i18n.language],
  );
  const reasons = useMemo(
    () => new Map(center.pauses.map((reason) => [reason.reason_id, named(reason, i18n.language)])),
    [center, i18n.language],
  );
  const reasonOf = (tile: AgentTile) => {
    if (tile.held) return t("desk.onHold");
    const id = tile.state === "paused" ? tile.reason_id : null;
    return id ? (reasons.get(id) ?? t(`pause.${id}`, { defaultValue: id })) : "";
  };

  const toggle = (state: string) =>
    setStates((before) => (before.includes(state) ? before.filter((one) => one !== state) : [...before, state]));

  return (
    <section className="panel" aria-label={t("floor.agents")}>
      <header className="wrap">
        <h2>{t("floor.agents")}</h2>
        <div className={classes.states} role="group" aria-label={t("floor.byState")}>
          {AGENT_STATES.map((state) => (
            <button
              key={state}
              type="button"
              aria-pressed={states.includes(state)}
              onClick={() => toggle(state)}
              style={{ "--state": stateColor(state) } as React.CSSProperties}
            >
              <span className="dot" />
              {t(`state.${state}`)}
              <b className="number">{tiles.filter((tile) => tile.state === state).length}</b>
            </button>
          ))}
        </div>
        <span className="push" />
        <TextInput
          size="xs"
          w={136}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          placeholder={t("floor.findAgent")}
          aria-label={t("floor.findAgent")}
          leftSection={<Icon name="search" size={14} />}
        />
        {teams.length > 1 && (
          <NativeSelect
            size="xs"
            aria-label={t("floor.team")}
            value={team}
            onChange={(event) => setTeam(event.currentTarget.value)}
            data={[{ value: "", label: t("floor.allTeams") }, ...teams]}
          />
        )}
        <QueueChoice size="xs" w={132} value={queueId} onChange={setQueue} />
        <SegmentedControl
          size="xs"
          value={view}
          onChange={(next) => {
            setView(next as View);
            localStorage.setItem(VIEW, next);
          }}
          aria-label={t("floor.view")}
          data={[
            { value: "table", label: t("floor.asTable") },
            { value: "tiles", label: t("floor.asTiles") },
          ]}
        />
      </header>
      {shown.length === 0 ? (
        <Empty icon="people" title={t(tiles.length ? "floor.noneFit" : "floor.noAgents")} />
      ) : view === "tiles" ? (
        <ul className={classes.tiles}>
          {shown.map((tile) => (
            <Tile
              key={tile.agent_id}
              tile={tile}
              words={t(`state.${tile.state}`)}
              detail={reasonOf(tile) || queueNames.get(tile.queue_id ?? "") || ""}
            />
          ))}
        </ul>
      ) : (
        <div className="scroll">
          <table className="grid">
            <thead>
              <tr>
                <Sort by="name" order={order} set={setOrder} label={t("floor.agent")} />
                <Sort by="state" order={order} set={setOrder} label={t("floor.state")} />
                <Sort by="time" order={order} set={setOrder} label={t("floor.inState")} right />
                <th>{t("desk.queue")}</th>
                <th>{t("floor.detail")}</th>
                <th>{t("floor.team")}</th>
                <th>{t("phone.phone")}</th>
                <Sort by="handled" order={order} set={setOrder} label={t("floor.handled")} right />
                <th className="r">{t("floor.talkToday")}</th>
                <th className="r">{t("floor.missed")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((tile) => (
                <Row
                  key={tile.agent_id}
                  tile={tile}
                  queue={queueNames.get(tile.queue_id ?? "") ?? ""}
                  detail={reasonOf(tile)}
                  phone={phoneOf(tile, t)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function phoneOf(tile: AgentTile, t: (key: string) => string): string {
  if (tile.state === "signed-out" || !tile.phone) return "";
  return t(`phone.kind.${tile.phone}`) + (tile.reachable ? "" : ` · ${t("floor.unreachable")}`);
}

const Row = memo(function Row(props: { tile: AgentTile; queue: string; detail: string; phone: string }) {
  const { tile } = props;
  return (
    <tr className={classes.agent}>
      <td>
        <b>{tile.name}</b>
      </td>
      <td>
        <StateChip state={tile.state} />
      </td>
      <td className="r">
        <Elapsed since={tile.state_since} />
      </td>
      <td>{props.queue}</td>
      <td className="dim">{props.detail}</td>
      <td className="dim">{tile.team}</td>
      <td className={tile.reachable || tile.state === "signed-out" ? "dim" : classes.bad}>{props.phone}</td>
      <td className="r">{tile.today.handled}</td>
      <td className="r">{clockOr(tile.today.talk_s)}</td>
      <td className={`r ${tile.today.missed ? classes.bad : "dim"}`}>{tile.today.missed}</td>
    </tr>
  );
});

const Tile = memo(function Tile({ tile, words, detail }: { tile: AgentTile; words: string; detail: string }) {
  return (
    <li className={classes.tile} style={{ "--state": stateColor(tile.state) } as React.CSSProperties}>
      <b className="cut">{tile.name}</b>
      <Elapsed since={tile.state_since} />
      <span className={classes.tileState}>{words}</span>
      <span className={`cut dim ${classes.tileDetail}`}>{detail}</span>
    </li>
  );
});

interface SortProps {
  by: AgentOrder;
  order: AgentOrder;
  set: (order: AgentOrder) => void;
  label: string;
  right?: boolean;
}

function Sort({ by, order, set, label, right }: SortProps) {
  return (
    <th className={right ? "r" : undefined} aria-sort={order === by ? "ascending" : undefined}>
      <button type="button" onClick={() => set(by)}>
        {label}
        <span aria-hidden="true"> {order === by ? "▾" : "\u2007"}</span>
      </button>
    </th>
  );
}

import { useTranslation } from "react-i18next";
import { named } from "../app/format";
import { useQueueTiles } from "../live/hooks";
import { Elapsed } from "../live/Timer";
import { useCenter } from "../session/session";
import classes from "./Desk.module.css";

/** The queues that this agent's contacts come from. */
export function OwnQueues() {
  const { t, i18n } = useTranslation();
  const tiles = useQueueTiles();
  const { queues } = useCenter();
  return (
    <section className={`panel ${classes.own}`} aria-label={t("desk.queues")}>
      <header>
        <h2>{t("desk.queues")}</h2>
      </header>
      {tiles.length === 0 ? (
        <p className={`dim ${classes.pad}`}>{t("desk.noQueues")}</p>
      ) : (
        <div className="scroll">
          <table className="grid">
            <thead>
              <tr>
                <th>{t("desk.queue")}</th>
                <th className="r">{t("floor.waiting")}</th>
                <th className="r">{t("floor.oldest")}</th>
                <th className="r">{t("floor.readyAgents")}</th>
              </tr>
            </thead>
            <tbody>
              {tiles.map((tile) => {
                const queue = queues.find((one) => one.queue_id === tile.queue_id);
                return (
                  <tr key={tile.queue_id}>
                    <td>{named(queue, i18n.language) || tile.queue_id}</td>
                    <td className="r">
                      <b>{tile.waiting}</b>
                    </td>
                    <td className="r">
                      {tile.oldest_at === null ? "" : <Elapsed since={tile.oldest_at} warnAfter={queue?.service_target_s} />}
                    </td>
                    <td className="r">{tile.agents_ready}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

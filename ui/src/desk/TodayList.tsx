import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { callerWords, clockOr, named, timeOfDay } from "../app/format";
import { Trouble } from "../app/Trouble";
import { useCenter } from "../session/session";
import classes from "./Desk.module.css";

/** The agent's own contacts of today. */
export function TodayList() {
  const { t, i18n } = useTranslation();
  const { queues } = useCenter();
  const { data, error, refetch } = useQuery({ queryKey: ["desk", "today"], queryFn: api.desk.today, staleTime: 60_000 });
  const dispositions = new Map(queues.flatMap((queue) => queue.dispositions.map((one) => [one.disposition_id, one])));
  return (
    <section className={`panel ${classes.today}`} aria-label={t("desk.today")}>
      <header>
        <h2>{t("desk.today")}</h2>
        {data && (
          <span className="push dim small number">
            {t("desk.handled", { count: data.handled })} · {clockOr(data.talk_s)}
          </span>
        )}
      </header>
      {error ? (
        <Trouble error={error} retry={() => void refetch()} />
      ) : !data ? (
        <Skeleton m="md" height={60} />
      ) : data.contacts.length === 0 ? (
        <p className={`dim ${classes.pad}`}>{t("desk.nothingToday")}</p>
      ) : (
        <div className="scroll">
          <table className="grid">
            <tbody>
              {data.contacts.map((row) => (
                <tr key={row.contact_id}>
                  <td className="number dim">{timeOfDay(row.arrived_at, i18n.language)}</td>
                  <td className={classes.who} dir="auto">
                    {callerWords(row, t)}
                  </td>
                  <td className={`dim ${classes.what}`}>
                    {named(dispositions.get(row.disposition_id ?? ""), i18n.language)}
                  </td>
                  <td className="r">{clockOr(row.talk_s)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

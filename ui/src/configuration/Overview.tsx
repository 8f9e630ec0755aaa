import { useTranslation } from "react-i18next";
import { clock } from "../app/format";
import classes from "./Configuration.module.css";
import { type Thing, thingsOf, words } from "./document";

interface Column {
  field: string;
  /** Shows seconds as a clock. */
  seconds?: boolean;
}

const KINDS: readonly { kind: string; columns: readonly Column[] }[] = [
  {
    kind: "queues",
    columns: [
      { field: "name" },
      { field: "queue_id" },
      { field: "skills" },
      { field: "service_target_s", seconds: true },
      { field: "offer_s", seconds: true },
      { field: "wrap_up_s", seconds: true },
      { field: "dispositions" },
    ],
  },
  {
    kind: "agents",
    columns: [{ field: "name" }, { field: "agent_id" }, { field: "team" }, { field: "skills" }],
  },
  { kind: "flows", columns: [{ field: "name" }, { field: "flow_id" }, { field: "start" }, { field: "nodes" }] },
  {
    kind: "entries",
    columns: [{ field: "number" }, { field: "flow_id" }, { field: "queue_id" }, { field: "language" }],
  },
  {
    kind: "trunks",
    columns: [
      { field: "name" },
      { field: "trunk_id" },
      { field: "kind" },
      { field: "host" },
      { field: "transport" },
      { field: "codecs" },
    ],
  },
  { kind: "pauses", columns: [{ field: "name" }, { field: "reason_id" }, { field: "productive" }] },
];

/** What the centre consists of, to read. */
export function Overview({ document }: { document: Record<string, unknown> }) {
  const { t } = useTranslation();
  return (
    <div className={classes.overview}>
      {KINDS.map(({ kind, columns }) => {
        const things = thingsOf(document, kind);
        return (
          <section key={kind} className="panel scroll">
            <header>
              <h2>{t(`configuration.kind.${kind}`)}</h2>
              <span className="push dim number">{things.length}</span>
            </header>
            {things.length === 0 ? (
              <p className={`dim ${classes.none}`}>{t("configuration.none")}</p>
            ) : (
              <table className="grid">
                <thead>
                  <tr>
                    {columns.map(({ field }) => (
                      <th key={field}>{t(`configuration.field.${field}`)}</th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {things.map((thing, at) => (
                    <tr key={at}>
                      {columns.map((column, index) => (
                        <td key={column.field} className={index === 0 ? undefined : "dim"}>
                          {index === 0 ? <b>{cell(thing, column, t)}</b> : cell(thing, column, t)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </section>
        );
      })}
    </div>
  );
}

function cell(thing: Thing, { field, seconds }: Column, t: (key: string) => string): string {
  const value = thing[field];
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  return seconds && typeof value === "number" ? clock(value) : words(value);
}

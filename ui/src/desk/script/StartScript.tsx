import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { named } from "../../app/format";
import { Icon } from "../../app/icons";
import { Trouble } from "../../app/Trouble";
import type { ScriptView } from "../../wire";
import { useActs } from "../acts";
import classes from "./Script.module.css";

/** Choose a script; after one has ended, another or the same again. */
export function StartScript({ contactId, ended }: { contactId: string; ended: ScriptView | null }) {
  const { t, i18n } = useTranslation();
  const { busy, run } = useActs();
  const { data, error, refetch } = useQuery({ queryKey: ["desk", "scripts"], queryFn: api.script.all, staleTime: 60_000 });
  return (
    <div className={classes.start}>
      {ended && (
        <p className={classes.done} role="status">
          <Icon name="check" size={16} /> {t("script.endedHint", { name: named(ended, i18n.language) })}
        </p>
      )}
      <h3 className="label">{t(ended ? "script.startAnother" : "script.start")}</h3>
      {error && <Trouble error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={40} />}
      <ul>
        {data?.map((one) => (
          <li key={one.flow_id}>
            <button
              type="button"
              aria-busy={busy === one.flow_id}
              onClick={() => !busy && void run(one.flow_id, () => api.script.start(contactId, one.flow_id))}
            >
              <Icon name="note" size={16} />
              <span>{named(one, i18n.language)}</span>
            </button>
          </li>
        ))}
      </ul>
      {data?.length === 0 && <p className="dim">{t("script.none")}</p>}
    </div>
  );
}

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../api";
import { Confirm } from "../app/Confirm";
import { named, when } from "../app/format";
import { Icon } from "../app/icons";
import { EMERGENCY } from "../configuration/calendars/model";
import { useSession } from "../session/session";
import type { SwitchLine } from "../wire";
import classes from "./Floor.module.css";

const EVERY_MS = 10_000;

/** Switches that flows ask about, the one for emergencies first; turning one is a question first. */
export function Switches() {
  const { t, i18n } = useTranslation();
  const { permissions } = useSession();
  const client = useQueryClient();
  const { data } = useQuery({ queryKey: ["switches"], queryFn: api.switches.all, refetchInterval: EVERY_MS });
  const [asked, ask] = useState<SwitchLine | null>(null);
  const may = permissions.includes("steer-floor") || permissions.includes("configure");
  const name = (one: SwitchLine) => named(one, i18n.language) || one.switch_id;
  // The room is kept, so that nothing moves when they arrive.
  if (data?.length === 0) return null;
  return (
    <div className={classes.switches} role="group" aria-label={t("switches.title")}>
      {data?.map((one) => (
        <button
          key={one.switch_id}
          type="button"
          role="switch"
          aria-checked={one.on}
          data-emergency={one.switch_id === EMERGENCY || undefined}
          disabled={!may}
          onClick={() => ask(one)}
        >
          {one.switch_id === EMERGENCY ? <Icon name="alert" size={15} /> : <span className="dot" />}
          <b>{name(one)}</b>
          <span>{t(one.on ? "switches.on" : "switches.off")}</span>
          {one.changed_at !== null && (
            <span className="dim small number">
              {when(one.changed_at, i18n.language)}, {one.changed_by}
            </span>
          )}
        </button>
      ))}
      {asked && (
        <Confirm
          danger={!asked.on}
          title={t(asked.on ? "switches.turnOffThis" : "switches.turnOnThis", { name: name(asked) })}
          label={t(asked.on ? "switches.turnOff" : "switches.turnOn")}
          close={() => ask(null)}
          act={async () => {
            await api.switches.turn(asked.switch_id, !asked.on);
            await client.invalidateQueries({ queryKey: ["switches"] });
          }}
        >
          {t(asked.switch_id === EMERGENCY ? `switches.emergency.${asked.on ? "off" : "on"}` : "switches.turnAsk")}
        </Confirm>
      )}
    </div>
  );
}

import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { percent } from "../app/format";
import { useAgentTiles, useQueueTiles } from "../live/hooks";
import { Elapsed } from "../live/Timer";
import { Agents } from "./Agents";
import { Contacts } from "./Contacts";
import classes from "./Floor.module.css";
import { Queues } from "./Queues";
import { Switches } from "./Switches";
import { totalOf } from "./totals";

/** The live floor: everything now. Switches that flows ask about are all there is to press. */
export default function FloorPage() {
  const { t, i18n } = useTranslation();
  const queues = useQueueTiles();
  const agents = useAgentTiles();
  const total = useMemo(() => totalOf(queues, agents), [queues, agents]);
  const [opened, open] = useState<string | null>(null);

  return (
    <div className="page">
      <dl className={classes.totals}>
        <Total name={t("floor.waiting")} state={total.waiting > 0 ? "waiting" : undefined}>
          {total.waiting}
        </Total>
        <Total name={t("floor.oldest")} state={total.oldestAt === null ? undefined : "waiting"}>
          {total.oldestAt === null ? "–" : <Elapsed since={total.oldestAt} warnAfter={60} />}
        </Total>
        <Total name={t("state.talking")} state="talking">
          {total.talking}
        </Total>
        <Total name={t("state.ready")} state="ready">
          {total.ready}
        </Total>
        <Total name={t("state.paused")} state="paused">
          {total.paused}
        </Total>
        <Total name={t("floor.signedIn")}>{total.signedIn}</Total>
        <Total name={t("measure.service_level")}>{percent(total.serviceLevel, i18n.language)}</Total>
        <Total name={t("floor.answeredToday")}>{total.answered}</Total>
        <Total name={t("floor.abandonedToday")}>{total.abandoned}</Total>
      </dl>
      <Switches />
      <Queues tiles={queues} open={open} opened={opened} />
      <Agents tiles={agents} />
      <Contacts queueId={opened} close={() => open(null)} />
    </div>
  );
}

function Total({ name, state, children }: { name: string; state?: string; children: React.ReactNode }) {
  return (
    <div className={classes.total} style={state ? ({ color: `var(--state-${state})` } as React.CSSProperties) : undefined}>
      <dd className="number">{children}</dd>
      <dt>{name}</dt>
    </div>
  );
}

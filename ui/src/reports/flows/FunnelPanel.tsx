import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "../../app/Empty";
import type { Flow } from "../../flows/graph/language";
import type { NodeNumbers } from "../../wire";
import { Funnel } from "./Funnel";
import { funnelOf } from "./funnel";
import classes from "./Flows.module.css";

interface Props {
  /** Null when this version is not kept. */
  flow: Flow | null;
  version: number | null;
  severalVersions: boolean;
  nodes: readonly NodeNumbers[];
  entered: number;
}

/** The flow's graph, each way as wide as the share of conversations that took it. */
export function FunnelPanel({ flow, version, severalVersions, nodes, entered }: Props) {
  const { t } = useTranslation();
  const funnel = useMemo(() => (flow ? funnelOf(flow, nodes, entered) : null), [flow, nodes, entered]);
  return (
    <section className="panel" aria-label={t("flowReport.funnel")}>
      <header>
        <h2>{t("flowReport.funnel")}</h2>
        {funnel && severalVersions && (
          <span className="dim small">{t("flowReport.drawnFrom", { version })}</span>
        )}
        <span className={`${classes.key} push dim small`}>
          <i className={classes.keyWide} /> {t("flowReport.keyWidth")}
          <i className={classes.keyLeft} /> {t("flowReport.keyLeft")}
        </span>
      </header>
      {funnel ? (
        <Funnel funnel={funnel} />
      ) : (
        <div className={classes.board}>
          <Empty icon="flows" title={t("flowReport.noGraph")}>
            {t("flowReport.noGraphHint")}
          </Empty>
        </div>
      )}
    </section>
  );
}

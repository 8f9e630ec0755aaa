import { ActionIcon } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../app/icons";
import { FlowForm } from "../forms/FlowForm";
import { NodeForm } from "../forms/NodeForm";
import { useEditing, useEditor } from "./context";
import classes from "./Editor.module.css";
import { ProblemList } from "./ProblemList";

const TryPanel = lazy(() => import("../rehearsal/TryPanel"));
const CallPanel = lazy(() => import("../rehearsal/CallPanel"));
const CasesPanel = lazy(() => import("../rehearsal/CasesPanel"));
const VersionsPanel = lazy(() => import("../versions/VersionsPanel"));

/** What stands beside the canvas. */
export function Side() {
  const { t } = useTranslation();
  const { panel, open } = useEditor();
  const { chosen, flow } = useEditing();
  const id = chosen.standing?.id ?? chosen.edge?.id;
  return (
    <>
      <ActionIcon
        className={classes.close}
        variant="subtle"
        color="gray"
        aria-label={t("common.close")}
        onClick={() => open(panel === "form" ? null : "form")}
      >
        <Icon name="cross" size={15} />
      </ActionIcon>
      <Suspense fallback={<div aria-busy="true" />}>
        {panel === "problems" && <ProblemList />}
        {panel === "try" && <TryPanel />}
        {panel === "call" && <CallPanel />}
        {panel === "cases" && <CasesPanel />}
        {panel === "versions" && <VersionsPanel />}
        {panel === "form" && (id && id in flow.nodes ? <NodeForm key={id} id={id} /> : <FlowForm />)}
      </Suspense>
    </>
  );
}

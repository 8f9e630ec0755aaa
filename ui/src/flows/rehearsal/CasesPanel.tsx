import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { Empty } from "../../app/Empty";
import { Icon } from "../../app/icons";
import { tellTrouble } from "../../app/Trouble";
import type { CaseResult } from "../../wire";
import { NO_MARKS, useEditing, useEditor } from "../editor/context";
import { told } from "../editor/told";
import type { Case } from "../graph/language";
import { CaseForm } from "./CaseForm";
import classes from "./Rehearsal.module.css";
import { Transcript } from "./Transcript";

/** The test cases of the flow: run them, see what failed and where, change them. */
export default function CasesPanel() {
  const { t } = useTranslation();
  const { editing, open, mark, readOnly } = useEditor();
  const { flow } = useEditing();
  const cases = flow.cases ?? [];
  const [opened, setOpened] = useState<number | null>(null);
  const run = useMutation({ mutationFn: () => api.flows.runCases(flow), onError: tellTrouble });
  const results = new Map((run.data ?? []).map((one) => [one.name, one] as const));
  const passed = run.data?.filter((one) => one.passed).length ?? 0;

  const put = (next: readonly Case[], merge = "") => editing.edit((before) => ({ ...before, cases: next }), merge);
  const go = (id: string) => mark({ ...NO_MARKS, at: id });

  return (
    <div className={classes.panel}>
      <div className="row" style={{ paddingRight: 30 }}>
        <strong>{t("flows.panel.cases")}</strong>
        <span className={`push ${run.data && passed < run.data.length ? "late" : "dim"}`} role="status">
          {run.data && t("flows.passed", { passed, count: run.data.length })}
        </span>
        <Button size="compact-sm" disabled={!cases.length} loading={run.isPending} onClick={() => run.mutate()}>
          {t("flows.runAll")}
        </Button>
      </div>
      {cases.length === 0 && (
        <Empty icon="check" title={t("flows.noCases")}>
          <p>{t("flows.noCasesHint")}</p>
          <Button variant="default" onClick={() => open("try")}>
            {t("flows.panel.try")}
          </Button>
        </Empty>
      )}
      {cases.map((one, at) => (
        <div key={at}>
          <CaseLine one={one} result={results.get(one.name)} isOpen={opened === at} toggle={() => setOpened(opened === at ? null : at)} />
          {opened === at && (
            <>
              <CaseForm
                value={one}
                failedStep={results.get(one.name)?.step ?? null}
                onChange={(next) => put(cases.with(at, next), `case ${at}`)}
                remove={() => {
                  put(cases.toSpliced(at, 1));
                  setOpened(null);
                }}
              />
              {results.get(one.name) && <Transcript lines={results.get(one.name)!.transcript} go={go} />}
            </>
          )}
        </div>
      ))}
      {!readOnly && (
        <Button
          size="compact-sm"
          variant="default"
          style={{ alignSelf: "start" }}
          leftSection={<Icon name="plus" size={14} />}
          onClick={() => {
            put([...cases, { name: t("flows.newCaseName", { count: cases.length + 1 }), steps: [{ press: "1" }] }]);
            setOpened(cases.length);
          }}
        >
          {t("flows.newCase")}
        </Button>
      )}
    </div>
  );
}

function CaseLine({ one, result, isOpen, toggle }: { one: Case; result?: CaseResult; isOpen: boolean; toggle: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <button type="button" className={classes.case} data-passed={result?.passed} aria-expanded={isOpen} onClick={toggle}>
        <Icon name={result ? (result.passed ? "check" : "cross") : "dot"} size={16} />
        <span className="cut">{one.name}</span>
        <span className="push dim small">{result && t(result.passed ? "flows.casePassed" : "flows.caseFailed")}</span>
      </button>
      {result && !result.passed && (
        <p className={classes.says}>
          {result.step !== null && t("flows.stepNumber", { step: result.step })} {told(result, t)}
        </p>
      )}
    </>
  );
}

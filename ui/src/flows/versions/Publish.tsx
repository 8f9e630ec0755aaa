import { Alert, Button, Loader, Modal, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { sentenceOf } from "../../app/Trouble";
import type { CaseResult } from "../../wire";
import { nameOfDraft, useEditor } from "../editor/context";
import { told } from "../editor/told";
import { errorsIn, type Problem } from "../graph/faults";
import { ChangeList } from "./ChangeList";

/** Before callers hear it: what changes, whether the tests pass, and a note for those who come later. */
export function Publish({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { flowId, editing, draft, problems, opened, reopen, open } = useEditor();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const published = opened.published_version;
  const kept = useQuery({
    queryKey: ["flow", flowId, "publishing"],
    queryFn: async () => {
      const isKept = await draft.flush();
      const ours = nameOfDraft({ opened, draft });
      const changes = published === null ? null : await api.flows.diff(flowId, String(published), ours);
      return { isKept, changes };
    },
    gcTime: 0,
    staleTime: Infinity,
  });
  const tests = useQuery({
    queryKey: ["flow", flowId, "publishing", "cases"],
    queryFn: () => api.flows.runCases(editing.flow),
    gcTime: 0,
    staleTime: Infinity,
  });
  const publish = useMutation({
    mutationFn: async () => {
      const { version } = await api.flows.publish(flowId, draft.state.rev, note.trim());
      draft.settle(draft.state.rev, null);
      await client.invalidateQueries({ queryKey: ["flows"] });
      await client.invalidateQueries({ queryKey: ["flow", flowId, "versions"] });
      await reopen();
      return version;
    },
    onSuccess: (version) => {
      notifications.show({ message: t("flows.publishedNow", { version }), color: "green" });
      close();
    },
  });
  const errors = errorsIn(problems);
  const failed = tests.data?.filter((one) => !one.passed) ?? [];
  const nothing = kept.data?.changes?.length === 0;

  return (
    <Modal opened onClose={close} title={t("flows.publish")} size="lg">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          publish.mutate();
        }}
      >
        {errors > 0 && (
          <Alert color="red" variant="light" role="alert">
            <div className="row">
              {t("flows.publishErrors", { count: errors })}
              <Button
                size="compact-sm"
                variant="default"
                className="push"
                onClick={() => {
                  open("problems");
                  close();
                }}
              >
                {t("flows.showThem")}
              </Button>
            </div>
          </Alert>
        )}
        <TextInput
          label={t("flows.note")}
          description={t("flows.noteHint")}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          data-autofocus
        />
        <div>
          <span className="label">{t("flows.panel.cases")}</span>
          {tests.isPending ? <Loader size={14} /> : tests.error ? <p className="late">{sentenceOf(tests.error)}</p> : <Results results={tests.data} />}
        </div>
        <div>
          {published !== null && <span className="label">{t("flows.changesSince", { version: published })}</span>}
          <div style={{ maxHeight: "38vh", overflow: "auto" }}>
            {kept.isPending ? (
              <Loader size={14} />
            ) : kept.error ? (
              <p className="late">{sentenceOf(kept.error)}</p>
            ) : kept.data.changes ? (
              <ChangeList changes={kept.data.changes} />
            ) : (
              <p className="dim">{t("flows.firstVersion")}</p>
            )}
          </div>
        </div>
        {publish.error && <Refused error={publish.error} />}
        <div className="row">
          <Button className="push" variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button
            type="submit"
            loading={publish.isPending}
            disabled={errors > 0 || failed.length > 0 || nothing || !kept.data?.isKept || tests.isPending}
          >
            {t("flows.publish")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Results({ results }: { results: readonly CaseResult[] }) {
  const { t } = useTranslation();
  if (!results.length) return <p className="dim">{t("flows.noCases")}</p>;
  const failed = results.filter((one) => !one.passed);
  return (
    <>
      <p className={failed.length ? "late" : undefined} style={{ margin: "4px 0" }}>
        {t("flows.passed", { passed: results.length - failed.length, count: results.length })}
      </p>
      {failed.map((one) => (
        <p key={one.name} style={{ margin: "2px 0" }}>
          <b>{one.name}</b>: {told(one, t)}
        </p>
      ))}
    </>
  );
}

/** Why the server would not publish. */
function Refused({ error }: { error: Error }) {
  const { t } = useTranslation();
  const body = error instanceof api.ApiError ? error.body : {};
  const problems = (body.problems ?? []) as readonly (Problem | string)[];
  const failed = (body.failed_cases ?? []) as readonly CaseResult[];
  return (
    <Alert color="red" variant="light" role="alert">
      {sentenceOf(error)}
      <ul style={{ margin: 0, paddingLeft: 18 }}>
        {problems.map((one, at) => (
          <li key={at}>{typeof one === "string" ? one : told(one, t)}</li>
        ))}
        {failed.map((one) => (
          <li key={one.name}>
            {one.name}: {told(one, t)}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

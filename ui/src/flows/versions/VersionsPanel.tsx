import { Button, Modal, NativeSelect, Skeleton, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { when } from "../../app/format";
import { tellTrouble, Trouble } from "../../app/Trouble";
import type { FlowVersion } from "../../wire";
import { nameOfDraft, NO_MARKS, useEditing, useEditor } from "../editor/context";
import { ChangeList } from "./ChangeList";
import classes from "./Versions.module.css";

const DRAFT = "draft";

/** All versions: who published what and why, what two of them differ in, and the way back to one. */
export default function VersionsPanel() {
  const { t, i18n } = useTranslation();
  const { flowId, draft, mark, marks, opened } = useEditor();
  const { flow } = useEditing();
  const { data: versions, error, refetch } = useQuery({
    queryKey: ["flow", flowId, "versions"],
    queryFn: () => api.flows.versions(flowId),
  });
  const last = opened.published_version;
  const [before, setBefore] = useState(last === null ? DRAFT : String(last));
  const [after, setAfter] = useState(DRAFT);
  const [restoring, restore] = useState<FlowVersion | null>(null);
  const diff = useQuery({
    queryKey: ["flow", flowId, "diff", before, after, draft.state.rev, flow],
    queryKeyHashFn: (key) => JSON.stringify(key.slice(0, 6)) + (after === DRAFT ? JSON.stringify(flow) : ""),
    queryFn: async () => {
      if (before === DRAFT || after === DRAFT) await draft.flush();
      const document = (which: string) => (which === DRAFT ? Promise.resolve(flow) : api.flows.version(flowId, Number(which)));
      const known = (which: string) => (which === DRAFT ? nameOfDraft({ opened, draft }) : which);
      const [changes, older, newer] = await Promise.all([
        api.flows.diff(flowId, known(before), known(after)),
        document(before),
        document(after),
      ]);
      return { changes, older, newer };
    },
    enabled: before !== after,
    gcTime: 0,
  });

  useEffect(() => {
    if (!diff.data || before === after) return mark(NO_MARKS);
    const { changes, older, newer } = diff.data;
    const byNode = new Map(changes.filter((one) => one.node_id).map((one) => [one.node_id, one.change] as const));
    mark({ ...NO_MARKS, changes: byNode, before: older, shown: after === DRAFT ? null : newer });
  }, [diff.data, before, after, mark]);
  useEffect(() => () => mark(NO_MARKS), [mark]);

  if (error) return <Trouble error={error} retry={() => void refetch()} />;
  if (!versions) return <Skeleton height={200} m="md" />;
  const choices = [
    { value: DRAFT, label: t("flows.draft") },
    ...versions.map(({ version }) => ({ value: String(version), label: t("flows.version", { version }) })),
  ];
  return (
    <div className={classes.panel}>
      <strong>{t("flows.panel.versions")}</strong>
      {versions.length === 0 && <p className="dim">{t("flows.neverPublished")}</p>}
      <ol className={classes.versions}>
        {versions.map((one) => (
          <li key={one.version}>
            <div className="row">
              <b>{t("flows.version", { version: one.version })}</b>
              {one.version === last && <span className={classes.now}>{t("flows.isPublished")}</span>}
              <span className="push dim small">
                {when(one.published_at, i18n.language)} {one.published_by}
              </span>
            </div>
            {one.note && <div>{one.note}</div>}
            <div className="row" style={{ gap: 4 }}>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => {
                  setBefore(String(one.version));
                  setAfter(DRAFT);
                }}
              >
                {t("flows.compareWithDraft")}
              </Button>
              {one.version !== last && (
                <Button size="compact-xs" variant="default" onClick={() => restore(one)}>
                  {t("flows.restore")}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
      <div className="row">
        <NativeSelect size="xs" aria-label={t("flows.compareFrom")} value={before} onChange={(event) => setBefore(event.currentTarget.value)} data={choices} />
        →
        <NativeSelect size="xs" aria-label={t("flows.compareTo")} value={after} onChange={(event) => setAfter(event.currentTarget.value)} data={choices} />
      </div>
      {marks.shown && <p className="dim small">{t("flows.oldShown")}</p>}
      {diff.error && <Trouble error={diff.error} retry={() => void diff.refetch()} />}
      {before === after ? (
        <p className="dim">{t("flows.noChanges")}</p>
      ) : (
        diff.data && <ChangeList changes={diff.data.changes} go={(at) => mark({ ...marks, at })} />
      )}
      {restoring && <Restore version={restoring} close={() => restore(null)} />}
    </div>
  );
}

/** An old version becomes what callers hear, at once; it is published anew, so that nothing in the past changes. */
function Restore({ version, close }: { version: FlowVersion; close: () => void }) {
  const { t } = useTranslation();
  const { flowId, reopen, draft } = useEditor();
  const client = useQueryClient();
  const [note, setNote] = useState(() => t("flows.restoreNote", { version: version.version }));
  const restore = useMutation({
    mutationFn: async () => {
      await draft.flush();
      await api.flows.restore(flowId, version.version, note.trim());
      await client.invalidateQueries({ queryKey: ["flows"] });
      await client.invalidateQueries({ queryKey: ["flow", flowId, "versions"] });
      await reopen();
    },
    onSuccess: close,
    onError: tellTrouble,
  });
  return (
    <Modal opened onClose={close} title={t("flows.restore")} size="sm">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          restore.mutate();
        }}
      >
        <span>{t("flows.restoreAsk", { version: version.version })}</span>
        <TextInput label={t("flows.note")} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <div className="row">
          <Button className="push" variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={restore.isPending} data-autofocus>
            {t("flows.restore")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

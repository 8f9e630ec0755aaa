import { Alert, Button, Loader, Modal, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { Icon } from "../../app/icons";
import { sentenceOf } from "../../app/Trouble";
import type { Circumstances, Rehearsed } from "../../wire";
import { NO_MARKS, useEditing, useEditor } from "../editor/context";
import { type Flow, languagesOf, type Step } from "../graph/language";
import { type Walk, walkedThrough } from "../graph/path";
import { caseOf, nodeNow } from "./caseBuilding";
import { CircumstancesForm } from "./CircumstancesForm";
import classes from "./Rehearsal.module.css";
import { Transcript } from "./Transcript";
import { TryControls } from "./TryControls";

const walkedOf = (flow: Flow, { transcript, standing }: Rehearsed): Walk =>
  walkedThrough(flow, [...transcript.map((line) => line.node_id), standing.node_id]);

/** The flow as a conversation in writing. Each act is added to those before, and all is performed anew. */
export default function TryPanel() {
  const { t, i18n } = useTranslation();
  const { editing, mark, open } = useEditor();
  const { flow } = useEditing();
  const [circumstances, setCircumstances] = useState<Circumstances>(() => {
    const spoken = languagesOf(flow);
    return { name: "", ...(spoken.indexOf(i18n.language) > 0 ? { language: i18n.language } : {}) };
  });
  const [acts, setActs] = useState<readonly Step[]>([]);
  const [naming, setNaming] = useState(false);
  const asked = JSON.stringify([{ ...flow, layout: null, cases: null }, circumstances, acts]);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: ["flow", "try", asked],
    queryFn: () => api.flows.rehearse(flow, circumstances, acts),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  });

  useEffect(() => {
    if (!data || isPlaceholderData) return;
    mark({ ...NO_MARKS, walked: walkedOf(editing.flow, data), at: nodeNow(data) || null });
  }, [data, isPlaceholderData, mark, editing]);

  useEffect(() => () => mark(NO_MARKS), [mark]);

  const go = (id: string) => data && id in flow.nodes && mark({ ...NO_MARKS, walked: walkedOf(flow, data), at: id });

  async function keep(name: string): Promise<void> {
    const states = await Promise.all(
      [...Array(acts.length + 1).keys()].map((count) => api.flows.rehearse(flow, circumstances, acts.slice(0, count))),
    );
    const fresh = caseOf(name, circumstances, acts, states, flow);
    editing.edit((before) => ({ ...before, cases: [...(before.cases ?? []), fresh] }));
    open("cases");
  }

  return (
    <div className={classes.panel}>
      <div className="row">
        <strong>{t("flows.tryTitle")}</strong>
        {isFetching && <Loader size={14} />}
      </div>
      <details>
        <summary>{t("flows.circumstances")}</summary>
        <CircumstancesForm value={circumstances} onChange={setCircumstances} />
      </details>
      {error && (
        <Alert color="red" variant="light" role="alert">
          {sentenceOf(error)}
        </Alert>
      )}
      <Transcript lines={data?.transcript ?? []} go={go} />
      {data?.ended && <p className={classes.ended}>{t("flows.endedBy", { how: t(`flows.ended.${data.ended}`, { defaultValue: data.ended }) })}</p>}
      {data && (!data.ended || data.standing.awaits === "queue") && (
        <TryControls key={acts.length} standing={data.standing} act={(step) => setActs((before) => [...before, step])} busy={isPlaceholderData} />
      )}
      <div className="row wrap">
        <Button size="compact-sm" variant="default" disabled={!acts.length} onClick={() => setActs(acts.slice(0, -1))} leftSection={<Icon name="undo" size={14} />}>
          {t("flows.stepBack")}
        </Button>
        <Button size="compact-sm" variant="default" disabled={!acts.length} onClick={() => setActs([])}>
          {t("flows.again")}
        </Button>
        <Button size="compact-sm" className="push" disabled={!data || !!error} onClick={() => setNaming(true)}>
          {t("flows.saveCase")}
        </Button>
      </div>
      {data && <Known answers={data.answers} marks={data.marks} />}
      {naming && <Naming keep={keep} close={() => setNaming(false)} />}
    </div>
  );
}

function Known({ answers, marks }: Pick<Rehearsed, "answers" | "marks">) {
  const { t } = useTranslation();
  const pairs = Object.entries(answers);
  if (!pairs.length && !marks.length) return null;
  return (
    <table className="grid">
      <tbody>
        {pairs.map(([name, value]) => (
          <tr key={name}>
            <td className="dim">{name}</td>
            <td className={classes.value}>{typeof value === "string" ? value : JSON.stringify(value)}</td>
          </tr>
        ))}
        {marks.map((one, at) => (
          <tr key={at}>
            <td className="dim">{t("flows.field.mark")}</td>
            <td>{one}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Naming({ keep, close }: { keep: (name: string) => Promise<void>; close: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [trouble, setTrouble] = useState<unknown>(null);
  return (
    <Modal opened onClose={close} title={t("flows.saveCase")} size="sm">
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          keep(name.trim()).then(close, setTrouble);
        }}
      >
        <TextInput
          label={t("flows.caseName")}
          description={t("flows.caseNameHint")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={trouble ? sentenceOf(trouble) : undefined}
          data-autofocus
        />
        <div className="row">
          <Button className="push" variant="default" onClick={close}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" disabled={!name.trim()}>
            {t("flows.saveCase")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

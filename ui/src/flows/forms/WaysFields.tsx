import { ActionIcon, Button, NativeSelect, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "../../app/icons";
import { useEditing, useEditor } from "../editor/context";
import { type Branch, type FlowNode, languagesOf, type Words } from "../graph/language";
import { branchesOf, freeKey, inKeyOrder, keysOf } from "../graph/ways";
import { ExpressionInput } from "./ExpressionInput";
import classes from "./Forms.module.css";
import { TargetPick } from "./picks";

interface Props {
  label: string;
  node: FlowNode;
  put: (fields: Readonly<Record<string, unknown>>) => void;
  error?: React.ReactNode;
}

export function Remove({ label, act }: { label: string; act: () => void }) {
  const { readOnly } = useEditor();
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} title={label} onClick={act} disabled={readOnly}>
      <Icon name="cross" size={14} />
    </ActionIcon>
  );
}

export function AddLine({ label, act, off }: { label: string; act: () => void; off?: boolean }) {
  const { readOnly } = useEditor();
  if (readOnly) return null;
  return (
    <Button size="compact-sm" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={act} disabled={off}>
      {label}
    </Button>
  );
}

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "*", "#"];

/** The entries under other keys; an entry keeps its value. */
const rekeyed = <T,>(kept: Readonly<Record<string, T>>, from: string, to: string): Record<string, T> =>
  Object.fromEntries(Object.entries(kept).map(([key, value]) => [key === from ? to : key, value]));

const without = <T,>(kept: Readonly<Record<string, T>>, key: string): Record<string, T> =>
  Object.fromEntries(Object.entries(kept).filter(([one]) => one !== key));

/** The keys of a menu: where each leads, and what people read beside it. */
export function KeysField({ label, node, put, error }: Props) {
  const { t } = useTranslation();
  const { flow } = useEditing();
  const { readOnly } = useEditor();
  const choices = keysOf(node);
  const labels = (node.labels ?? {}) as Readonly<Record<string, Words>>;
  const free = freeKey(node);
  return (
    <fieldset className={classes.prompts} disabled={readOnly}>
      <legend>{label}</legend>
      {inKeyOrder(Object.keys(choices)).map((key) => (
        <div key={key} className={classes.part} data-field={`choices.${key}`}>
          <div className={classes.pair} style={{ gridTemplateColumns: "62px 1fr 26px" }}>
            <NativeSelect
              aria-label={t("flows.whichKey")}
              value={key}
              onChange={(event) => {
                const to = event.currentTarget.value;
                put({ choices: rekeyed(choices, key, to), ...(labels[key] ? { labels: rekeyed(labels, key, to) } : {}) });
              }}
              data={KEYS.filter((one) => one === key || !(one in choices))}
            />
            <TargetPick
              ariaLabel={t("flows.targetOf", { way: key })}
              value={choices[key] ?? ""}
              onChange={(target) => put({ choices: { ...choices, [key]: target } })}
            />
            <Remove
              label={t("flows.removeKey", { key })}
              act={() => put({ choices: without(choices, key), labels: labels[key] ? without(labels, key) : node.labels })}
            />
          </div>
          <div className={classes.words}>
            {languagesOf(flow).map((language) => (
              <TextInput
                key={language}
                size="xs"
                aria-label={t("flows.labelOf", { key, language: language.toUpperCase() })}
                placeholder={t("flows.labelIn", { language: language.toUpperCase() })}
                value={labels[key]?.[language] ?? ""}
                onChange={(event) => put({ labels: { ...labels, [key]: { ...labels[key], [language]: event.currentTarget.value } } })}
              />
            ))}
          </div>
        </div>
      ))}
      <AddLine
        label={t("flows.newKey")}
        off={free === null}
        act={() => free !== null && put({ choices: { ...choices, [free]: "" } })}
      />
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

/** Which key speaks which language. */
export function LanguageKeysField({ label, node, put, error }: Props) {
  const { t } = useTranslation();
  const { flow } = useEditing();
  const { readOnly } = useEditor();
  const choices = keysOf(node);
  const free = freeKey(node);
  return (
    <fieldset className={classes.prompts} disabled={readOnly}>
      <legend>{label}</legend>
      {inKeyOrder(Object.keys(choices)).map((key) => (
        <div key={key} className={classes.pair} style={{ gridTemplateColumns: "62px 1fr 26px", width: "100%" }}>
          <NativeSelect
            aria-label={t("flows.whichKey")}
            value={key}
            onChange={(event) => put({ choices: rekeyed(choices, key, event.currentTarget.value) })}
            data={KEYS.filter((one) => one === key || !(one in choices))}
          />
          <NativeSelect
            aria-label={t("flows.field.language")}
            value={choices[key]}
            onChange={(event) => put({ choices: { ...choices, [key]: event.currentTarget.value } })}
            data={[...new Set([...languagesOf(flow), choices[key] ?? ""])].filter(Boolean)}
          />
          <Remove label={t("flows.removeKey", { key })} act={() => put({ choices: without(choices, key) })} />
        </div>
      ))}
      <AddLine
        label={t("flows.newKey")}
        off={free === null}
        act={() => free !== null && put({ choices: { ...choices, [free]: languagesOf(flow)[0] ?? "en" } })}
      />
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

/** Conditions, tried from the top, each with where it leads. */
export function BranchesField({ label, node, put, error }: Props) {
  const { t } = useTranslation();
  const { readOnly } = useEditor();
  const branches = branchesOf(node);
  const change = (at: number, part: Partial<Branch>) => put({ branches: branches.with(at, { ...branches[at]!, ...part }) });
  return (
    <fieldset className={classes.prompts} disabled={readOnly}>
      <legend>{label}</legend>
      {branches.map((branch, at) => (
        <div key={at} className={classes.part} data-field={`branches.${at}`}>
          <div className="row" style={{ gap: 4 }}>
            <div style={{ flex: 1 }}>
              <ExpressionInput
                ariaLabel={t("flows.condition", { at: at + 1 })}
                placeholder="answers.age >= 18"
                value={branch.when}
                onChange={(when) => change(at, { when })}
              />
            </div>
            {at > 0 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("flows.moveUp")}
                title={t("flows.moveUp")}
                onClick={() => put({ branches: branches.with(at, branches[at - 1]!).with(at - 1, branch) })}
              >
                ↑
              </ActionIcon>
            )}
            <Remove label={t("flows.removeBranch")} act={() => put({ branches: branches.toSpliced(at, 1) })} />
          </div>
          <TargetPick ariaLabel={t("flows.targetOf", { way: branch.when })} value={branch.next} onChange={(next) => change(at, { next })} />
        </div>
      ))}
      <AddLine label={t("flows.newBranch")} act={() => put({ branches: [...branches, { when: "", next: "" }] })} />
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../../app/icons";
import { useEditing, useEditor } from "../editor/context";
import { focusField } from "../editor/focusField";
import { removed, renamed, renameFault, withField } from "../graph/edits";
import type { Problem } from "../graph/faults";
import type { Field } from "../graph/fields";
import { KIND, valueOf } from "../graph/kinds";
import type { FlowNode } from "../graph/language";
import { FieldInput } from "./FieldInput";
import classes from "./Forms.module.css";

/** Everything about one node, made from the table of its kind. */
export function NodeForm({ id }: { id: string }) {
  const { t } = useTranslation();
  const { editing, problems, readOnly } = useEditor();
  const { flow } = useEditing();
  const node = flow.nodes[id]!;
  const kind = KIND[node.kind];
  const own = problems.filter((one) => one.node_id === id);
  const fields = kind.fields.filter((field) => isShown(node, field));
  const errorOf = (field: Field) => own.find((one) => belongs(one, field))?.says;
  const elsewhere = own.filter((one) => !fields.some((field) => belongs(one, field)));

  const put = (field: Field) => (values: Readonly<Record<string, unknown>>) =>
    editing.edit((before) => {
      let next = before;
      for (const [name, value] of Object.entries(values)) {
        next = withField(next, id, name === field.name ? field : { name }, value);
      }
      return next;
    }, `${id}.${field.name}`);

  const line = (field: Field) => (
    <div key={field.name} data-field={field.name}>
      <FieldInput name={`${id} ${field.name}`} node={node} field={field} put={put(field)} error={errorOf(field)} />
    </div>
  );
  const folded = fields.filter((field) => field.advanced);

  return (
    <div className={classes.form} role="form" aria-label={t("flows.formOf", { id })}>
      <div className="row">
        <Icon name={kind.icon} />
        <div style={{ minWidth: 0 }}>
          <strong>{t(`flows.kind.${node.kind}`)}</strong>
          <div className="dim small">{t(`flows.kindHint.${node.kind}`)}</div>
        </div>
      </div>
      <Id key={id} id={id} />
      {elsewhere.map((one) => (
        <p key={one.field + one.says} className={classes.found} data-severity={one.severity}>
          {one.says}
        </p>
      ))}
      {fields.filter((field) => !field.advanced).map(line)}
      {folded.length > 0 && (
        <details open={folded.some((field) => errorOf(field)) || undefined}>
          <summary>{t("flows.advanced")}</summary>
          <div>{folded.map(line)}</div>
        </details>
      )}
      {!readOnly && (
        <div className="row wrap">
          <Button
            size="compact-sm"
            variant="default"
            disabled={flow.start === id}
            onClick={() => editing.edit((before) => ({ ...before, start: id }))}
          >
            {t("flows.makeStart")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            color="red"
            leftSection={<Icon name="trash" size={14} />}
            onClick={() => editing.edit((before) => removed(before, new Set([id])))}
          >
            {t("flows.removeNode")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The server names a place within a field with dots or brackets after the field. */
function belongs(problem: Problem, field: Field): boolean {
  return problem.field === field.name || /^[.[]/.test(problem.field.slice(field.name.length)) && problem.field.startsWith(field.name);
}

function isShown(node: FlowNode, field: Field): boolean {
  if (!field.when) return true;
  const other = KIND[node.kind].fields.find((one) => one.name === field.when?.field);
  return other !== undefined && field.when.is.includes(String(valueOf(node, other)));
}

function Id({ id }: { id: string }) {
  const { t } = useTranslation();
  const { editing, readOnly } = useEditor();
  const [typed, setTyped] = useState(id);
  const fault = renameFault(editing.flow, id, typed);
  function take(): void {
    if (typed === id || fault) return setTyped(id);
    // First: a node that is no longer there under its old name is no longer chosen either.
    editing.follow(id, typed);
    editing.edit((flow) => renamed(flow, id, typed));
  }
  return (
    <div data-field="id">
      <TextInput
        label={t("flows.nodeId")}
        readOnly={readOnly}
        classNames={{ input: classes.mono }}
        value={typed}
        spellCheck={false}
        error={fault ? t(`flows.idFault.${fault}`) : undefined}
        onChange={(event) => setTyped(event.currentTarget.value.toLowerCase().replace(/\s+/g, "-"))}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            take();
            // The form is another one now; the keys stay in it.
            focusField("id");
          }
          if (event.key === "Escape") setTyped(id);
        }}
      />
    </div>
  );
}

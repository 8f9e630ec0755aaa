import { ActionIcon, Button, Menu, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "../../app/icons";
import { useEditor } from "../editor/context";
import { type Part, PART_KINDS, type PartKind } from "../graph/language";
import { partsOf } from "../graph/summary";
import classes from "./Forms.module.css";
import { Listen } from "./Listen";
import { PartFields } from "./PartFields";

interface Props {
  name: string;
  label: string;
  error?: React.ReactNode;
  value: unknown;
  onChange: (parts: readonly Part[]) => void;
}

const RECORDED = "recorded";

const freshPart = (kind: string): Part => {
  if (kind === RECORDED) return "";
  if (kind === "text") return { kind: "text", text: {} };
  return { kind: kind as PartKind, value: "" };
};

const kindOfPart = (part: Part): string => (typeof part === "string" ? RECORDED : part.kind);

/** What is said, part by part: recorded prompts, texts in every language, and values spoken by their kind. */
export function PromptsField({ name, label, error, value, onChange }: Props) {
  const { t } = useTranslation();
  const { readOnly } = useEditor();
  const parts = partsOf(value);
  const kinds = ["text", RECORDED, ...PART_KINDS.filter((kind) => kind !== "text")];
  const put = (at: number, part: Part) => onChange(parts.with(at, part));

  return (
    <fieldset className={classes.prompts} disabled={readOnly} aria-label={label}>
      <div className={classes.said}>
        <span>{label}</span>
        <Listen name={name} parts={parts} />
      </div>
      {parts.map((part, at) => (
        <div key={at} className={classes.part}>
          <div className="row" style={{ gap: 4 }}>
            <NativeSelect
              size="xs"
              aria-label={t("flows.partKind")}
              value={kindOfPart(part)}
              onChange={(event) => put(at, freshPart(event.currentTarget.value))}
              data={kinds.map((kind) => ({ value: kind, label: t(`flows.part.${kind}`) }))}
            />
            <span className="push" />
            <Act icon="↑" label={t("flows.moveUp")} off={at === 0} act={() => onChange(swapped(parts, at, at - 1))} />
            <Act
              icon="↓"
              label={t("flows.moveDown")}
              off={at === parts.length - 1}
              act={() => onChange(swapped(parts, at, at + 1))}
            />
            <Act icon={<Icon name="cross" size={14} />} label={t("flows.removePart")} act={() => onChange(parts.toSpliced(at, 1))} />
          </div>
          <PartFields part={part} onChange={(next) => put(at, next)} />
        </div>
      ))}
      {!readOnly && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-sm" variant="default" leftSection={<Icon name="plus" size={14} />}>
              {t("flows.addPart")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kinds.map((kind) => (
              <Menu.Item key={kind} onClick={() => onChange([...parts, freshPart(kind)])}>
                {t(`flows.part.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  );
}

const swapped = (parts: readonly Part[], a: number, b: number): Part[] => parts.with(a, parts[b]!).with(b, parts[a]!);

function Act({ icon, label, act, off }: { icon: React.ReactNode; label: string; act: () => void; off?: boolean }) {
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" disabled={off} aria-label={label} title={label} onClick={act}>
      {icon}
    </ActionIcon>
  );
}

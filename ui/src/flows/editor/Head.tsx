import { ActionIcon, Button, Menu, Tooltip } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { named, when } from "../../app/format";
import { Icon, type IconName } from "../../app/icons";
import type { BoardActs } from "../canvas/useActsOnBoard";
import { errorsIn } from "../graph/faults";
import { useMay, useSession } from "../../session/session";
import { Publish } from "../versions/Publish";
import { type Panel, useEditing, useEditor } from "./context";
import { DiscardDraft } from "./DiscardDraft";
import { download } from "./download";
import classes from "./Editor.module.css";
import { useDraftState } from "./useDraft";

interface Props {
  acts: BoardActs;
  asText: boolean;
  setAsText: (asText: boolean) => void;
}

const PANELS: readonly [Panel, IconName][] = [
  ["try", "chat"],
  ["call", "phone"],
  ["cases", "check"],
  ["versions", "history"],
];

/** What the flow is, how it stands, and everything that can be done with it. */
export function Head({ acts, asText, setAsText }: Props) {
  const { t, i18n } = useTranslation();
  const { editing, problems, panel, open, narrow, readOnly, numbers, showNumbers } = useEditor();
  const { flow, canUndo, canRedo } = useEditing();
  const seesReports = useMay("see-reports");
  const [publishing, publish] = useState(false);
  const errors = errorsIn(problems);
  const warnings = problems.length - errors;
  return (
    <header className={classes.head} data-head>
      <Link href="/flows" className={classes.up} aria-label={t("flows.toList")} title={t("flows.toList")}>
        <Icon name="back" size={16} />
      </Link>
      <div className={classes.title}>
        <h1 className="cut">{named(flow, i18n.language)}</h1>
        <Status />
      </div>
      {!narrow && (
        <div className={classes.tools} role="toolbar" aria-label={t("flows.tools")}>
          <Tool icon="undo" label={t("flows.undo")} keys="Ctrl+Z" off={readOnly || !canUndo} act={() => editing.undo()} />
          <Tool icon="redo" label={t("flows.redo")} keys="Ctrl+Shift+Z" off={readOnly || !canRedo} act={() => editing.redo()} />
          <Tool icon="plus" label={t("flows.addNode")} keys="A" off={readOnly || asText} act={() => acts.ask({ what: "add", after: null })} />
          <Tool icon="search" label={t("flows.find")} keys="Ctrl+F" off={asText} act={() => acts.ask({ what: "find" })} />
          <Tool icon="tidy" label={t("flows.tidy")} keys="T" off={readOnly || asText} act={acts.arrange} />
          <Tool icon="text" label={t("flows.asText")} on={asText} act={() => setAsText(!asText)} />
          {seesReports && (
            <Tool icon="report" label={t("flows.numbers")} on={numbers !== null} off={asText} act={() => showNumbers(numbers === null)} />
          )}
          <Tool icon="help" label={t("flows.keys")} keys="?" off={asText} act={() => acts.ask({ what: "keys" })} />
        </div>
      )}
      <div className={classes.panels}>
        <Button
          size="compact-sm"
          miw={128}
          variant={panel === "problems" ? "light" : "subtle"}
          color={errors ? "red" : "gray"}
          aria-pressed={panel === "problems"}
          leftSection={<Icon name={errors ? "alert" : "check"} size={15} />}
          onClick={() => open(panel === "problems" ? "form" : "problems")}
        >
          {errors ? t("flows.errors", { count: errors }) : warnings ? t("flows.warnings", { count: warnings }) : t("flows.noErrors")}
        </Button>
        {PANELS.map(([name, icon]) => (
          <Button
            key={name}
            size="compact-sm"
            variant={panel === name ? "light" : "subtle"}
            color={panel === name ? undefined : "gray"}
            aria-pressed={panel === name}
            leftSection={<Icon name={icon} size={15} />}
            onClick={() => open(panel === name ? "form" : name)}
          >
            {t(`flows.panel.${name}`)}
          </Button>
        ))}
        <More />
        <Button size="compact-sm" onClick={() => publish(true)}>
          {t("flows.publish")}
        </Button>
      </div>
      {publishing && <Publish close={() => publish(false)} />}
    </header>
  );
}

function Tool({ icon, label, keys, act, on, off }: { icon: IconName; label: string; keys?: string; act: () => void; on?: boolean; off?: boolean }) {
  return (
    <Tooltip label={keys ? `${label} (${keys})` : label}>
      <ActionIcon
        variant={on ? "light" : "subtle"}
        color={on ? undefined : "gray"}
        size="lg"
        aria-label={label}
        aria-pressed={on}
        disabled={off}
        onClick={act}
      >
        <Icon name={icon} size={17} />
      </ActionIcon>
    </Tooltip>
  );
}

/** Whether what is on the screen is kept, and what callers hear now. */
function Status() {
  const { t, i18n } = useTranslation();
  const { draft, opened } = useEditor();
  const { name } = useSession();
  const { status, says, savedAt } = useDraftState(draft);
  const published = opened.published_version;
  const at = savedAt ?? (opened.is_draft ? opened.saved_at : null);
  const who = savedAt === null ? (opened.saved_by ?? "") : name;
  const kept = at === null ? t("flows.noDraft") : t("flows.savedAt", { time: when(at, i18n.language), who });
  const words = [
    status === "saved" ? kept : t(`flows.status.${status}`),
    published === null ? t("flows.neverPublished") : t("flows.publishedVersion", { version: published }),
  ].join(" · ");
  return (
    <span className={`${classes.status} cut`} role="status" data-status={status} title={says || words}>
      {words}
    </span>
  );
}

function More() {
  const { t } = useTranslation();
  const { editing, opened, flowId, open } = useEditor();
  const [discarding, discard] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("flows.more")}>
            ⋯
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            onClick={() => {
              editing.choose([]);
              open("form");
            }}
          >
            {t("flows.settings")}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="download" size={15} />} onClick={() => void download(flowId, editing.flow, "yaml")}>
            {t("flows.exportAs", { form: "YAML" })}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="download" size={15} />} onClick={() => void download(flowId, editing.flow, "json")}>
            {t("flows.exportAs", { form: "JSON" })}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" disabled={opened.published_version === null} onClick={() => discard(true)}>
            {t("flows.discard")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {discarding && <DiscardDraft close={() => discard(false)} />}
    </>
  );
}

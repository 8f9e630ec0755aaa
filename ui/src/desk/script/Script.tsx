import { Loader } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { named } from "../../app/format";
import { DESK_KEYS, isTyping, useHotkeys } from "../../app/hotkeys";
import { useFeedStatus } from "../../live/hooks";
import type { ScriptView } from "../../wire";
import classes from "./Script.module.css";
import { StartScript } from "./StartScript";
import { Steps } from "./Steps";
import { Turn } from "./Turn";
import { useAnswering } from "./useAnswering";

/** The scripts that agents may start. */
export function useScripts(wanted: boolean) {
  const { data } = useQuery({ queryKey: ["desk", "scripts"], queryFn: api.script.all, staleTime: 60_000, enabled: wanted });
  return data ?? [];
}

/** What the agent reads to the customer, step by step. */
export function Script({ view, contactId }: { view: ScriptView | null; contactId: string }) {
  const { t, i18n } = useTranslation();
  const status = useFeedStatus();
  const open = view !== null && !view.ended && view.current !== null && view.current.kind !== "end";
  return (
    <section className={`panel ${classes.script}`} aria-label={t("script.title")}>
      <header>
        <h2 className="cut">{view ? named(view, i18n.language) : t("script.title")}</h2>
        {view && (
          <span className="push small dim number" role="status">
            {status !== "live" ? t("script.offline") : view.ended ? t("script.over") : ""}
          </span>
        )}
      </header>
      {view && (open || view.steps.length > 0 || view.current?.text) && <Conversation key={view.flow_id} view={view} open={open} />}
      {!open && <StartScript contactId={contactId} ended={view} />}
    </section>
  );
}

function Conversation({ view, open }: { view: ScriptView; open: boolean }) {
  const { t } = useTranslation();
  const answering = useAnswering(view);
  const box = useRef<HTMLDivElement>(null);
  const earlier = useRef<HTMLDivElement>(null);
  const { steps, current } = view;
  const last = steps.at(-1);
  useHotkeys({
    [DESK_KEYS.scriptBack]: last !== undefined && open && !answering.isSending && (() => answering.backTo(last)),
    [DESK_KEYS.script]: () => focusField(box.current),
  });

  useEffect(() => {
    if (earlier.current) earlier.current.scrollTop = 0;
    // A new step takes the keys, but never away from somebody who types elsewhere.
    const here = document.activeElement;
    if (open && (box.current?.contains(here) || !isTyping(here))) focusField(box.current);
  }, [view.turn, open]);

  return (
    <div className={classes.conversation} ref={box}>
      <div className={classes.earlier} ref={earlier}>
        <Steps steps={steps} back={open ? answering.backTo : null} busy={answering.isSending} />
      </div>
      {!open && current?.text && (
        <div className={classes.present}>
          <p className={classes.text} lang={view.language} dir="auto">
            {current.text}
          </p>
        </div>
      )}
      {open && current && (
        <div className={classes.present}>
          {current.kind === "wait" ? (
            <p className={classes.wait} role="status">
              <Loader size="xs" /> {current.text || t("script.waits")}
            </p>
          ) : (
            <Turn key={view.turn} view={view} current={current} answering={answering} />
          )}
        </div>
      )}
    </div>
  );
}

function focusField(box: HTMLElement | null): void {
  const field = box?.querySelector<HTMLElement>("[data-field]");
  field?.focus({ preventScroll: true });
  if (field instanceof HTMLInputElement && field.type !== "date") field.select();
}

/** Keys that work everywhere in the editor, also while a field is typed in. */

import { useEffect, useRef } from "react";
import { nodeElement } from "../canvas/useActsOnBoard";
import { useEditor } from "./context";

interface More {
  find: () => void;
  asText: boolean;
}

export function useEditorKeys({ find, asText }: More): void {
  const { editing, draft, readOnly, open, panel } = useEditor();
  const pressed = useRef<(event: KeyboardEvent) => void>(() => undefined);
  pressed.current = (event) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    // A click on nothing leaves the keyboard with what is around the editor.
    const isHere = target?.closest("[data-editor]") || target?.querySelector("[data-editor]");
    if (isHere && !event.defaultPrevented && !document.querySelector("[role=dialog]") && perform(event, target)) event.preventDefault();
  };

  useEffect(() => {
    const take = (event: KeyboardEvent) => pressed.current(event);
    // Before the fields: an open list of theirs takes Escape for itself, and would be closed already afterwards.
    window.addEventListener("keydown", take, true);
    return () => window.removeEventListener("keydown", take, true);
  }, []);

  function perform(event: KeyboardEvent, target: HTMLElement | null): boolean {
    if (event.key === "F6") return (nextRegion(event.shiftKey), true);
    if (event.key === "Escape" && target?.closest("[data-side]") && target.ariaExpanded !== "true") {
      const { standing } = editing.state.chosen;
      if (standing) nodeElement(standing.id)?.focus({ preventScroll: true });
      return standing !== null;
    }
    if (!(event.ctrlKey || event.metaKey)) return false;
    switch (event.code) {
      case "KeyZ":
        if (readOnly || target?.closest("[data-own-undo]")) return false;
        event.shiftKey ? editing.redo() : editing.undo();
        return true;
      case "KeyY":
        if (readOnly || target?.closest("[data-own-undo]")) return false;
        editing.redo();
        return true;
      case "KeyS":
        void draft.flush();
        return true;
      case "KeyF":
        if (asText) return false;
        find();
        return true;
      case "Enter":
        open(panel === "try" ? "form" : "try");
        return true;
    }
    return false;
  }
}

/** From the buttons on top to the canvas, to the panel, and around. */
function nextRegion(backwards: boolean): void {
  const regions = ["[data-head] a", ".react-flow__node", "[data-side]"]
    .map((one) => document.querySelector<HTMLElement>(one))
    .filter((one) => one !== null);
  const holders = regions.map((one) => one.closest("[data-head], [data-canvas], [data-side]"));
  const here = holders.findIndex((one) => one?.contains(document.activeElement));
  const next = regions.at((here + (backwards ? -1 : 1) + regions.length) % regions.length);
  next?.focus();
}

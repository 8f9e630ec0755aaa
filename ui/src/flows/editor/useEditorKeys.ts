/** Keys that work everywhere in the editor, also while a field is typed in. */

import { nodeElement } from "../canvas/useActsOnBoard";
import { useEditor } from "./context";

interface More {
  find: () => void;
  asText: boolean;
}

export function useEditorKeys({ find, asText }: More) {
  const { editing, draft, readOnly, open, panel } = useEditor();

  function perform(event: React.KeyboardEvent): boolean {
    const target = event.target as HTMLElement;
    if (event.key === "F6") return (nextRegion(event.shiftKey), true);
    if (event.key === "Escape" && target.closest("[data-side]") && !event.defaultPrevented) {
      const { standing } = editing.state.chosen;
      if (standing) nodeElement(standing.id)?.focus({ preventScroll: true });
      return standing !== null;
    }
    if (!(event.ctrlKey || event.metaKey)) return false;
    switch (event.code) {
      case "KeyZ":
        if (readOnly || target.closest("[data-own-undo]")) return false;
        event.shiftKey ? editing.redo() : editing.undo();
        return true;
      case "KeyY":
        if (readOnly || target.closest("[data-own-undo]")) return false;
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

  return (event: React.KeyboardEvent): void => {
    // A dialog over the page is not in the page, though React tells us of its keys.
    if (!event.currentTarget.contains(event.target as Node)) return;
    if (perform(event)) event.preventDefault();
  };
}

/** From the buttons on top to the canvas, to the panel, and around. */
function nextRegion(backwards: boolean): void {
  const regions = ["[data-head] button", ".react-flow__node", "[data-side]"]
    .map((one) => document.querySelector<HTMLElement>(one))
    .filter((one) => one !== null);
  const holders = regions.map((one) => one.closest("[data-head], [data-canvas], [data-side]"));
  const here = holders.findIndex((one) => one?.contains(document.activeElement));
  const next = regions.at((here + (backwards ? -1 : 1) + regions.length) % regions.length);
  next?.focus();
}

/** Keys of a list: j and k, the arrows, Enter and letters, by their place on the keyboard. */

import { useEffect, useRef } from "react";
import { isTyping } from "../app/hotkeys";

export type ListKey = "next" | "previous" | "enter" | "done";

const BY_CODE: Record<string, ListKey> = {
  KeyJ: "next",
  ArrowDown: "next",
  KeyK: "previous",
  ArrowUp: "previous",
  Enter: "enter",
  KeyD: "done",
};

export function listKeyOf(event: Pick<KeyboardEvent, "code" | "altKey" | "ctrlKey" | "metaKey">): ListKey | undefined {
  return event.altKey || event.ctrlKey || event.metaKey ? undefined : BY_CODE[event.code];
}

export function useListKeys(act: (key: ListKey) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const key = listKeyOf(event);
      if (!key || event.defaultPrevented || isTyping(event.target) || document.querySelector("[role=dialog]")) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      // Buttons and the player keep the keys that are theirs.
      if (key === "enter" && target?.closest("button, a")) return;
      if (event.code.startsWith("Arrow") && target?.closest("[role=slider], [role=radiogroup]")) return;
      event.preventDefault();
      latest.current(key);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

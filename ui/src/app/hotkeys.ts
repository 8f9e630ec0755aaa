/** Keys: named by their place on the keyboard, so that they work in every layout. */

import { useEffect, useRef } from "react";

export interface Key {
  code: string;
  alt: boolean;
}

/** What the desk listens to, in the order in which the help shows it. */
export const DESK_KEYS = {
  accept: "Alt+A",
  decline: "Alt+X",
  ready: "Alt+R",
  pause: "Alt+P",
  hold: "Alt+H",
  mute: "Alt+M",
  transfer: "Alt+T",
  keypad: "Alt+K",
  hangUp: "Alt+Q",
  note: "Alt+N",
  script: "Alt+S",
  scriptBack: "Alt+Up",
} as const;

export type DeskKey = keyof typeof DESK_KEYS;

/** The event's name in our notation: "Alt+A", "Alt+3", "Enter", "?", "7"; empty when it is none of ours. */
export function nameOf(event: Pick<KeyboardEvent, "code" | "key" | "altKey" | "ctrlKey" | "metaKey">): string {
  if (event.ctrlKey || event.metaKey) return "";
  const place = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1];
  if (event.altKey) return event.key === "ArrowUp" ? "Alt+Up" : place ? `Alt+${place}` : "";
  if (event.key === "Enter" || event.key === "Escape" || event.key === "?") return event.key;
  if (/^[0-9*#]$/.test(event.key)) return event.key;
  return "";
}

/** Whether the key belongs to the element it was pressed in rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type);
}

function isPressable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("button, a, [role=option], [role=menuitem]") !== null;
}

/** Run the act of a key. Plain keys are left to text fields, Enter also to buttons; a held key acts once. */
export function useHotkeys(acts: Partial<Record<string, (() => void) | false | undefined>>): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.repeat || event.defaultPrevented) return;
      const name = nameOf(event);
      const act = name && latest.current[name];
      if (!act) return;
      if (!event.altKey && isTyping(event.target)) return;
      if (name === "Enter" && isPressable(event.target)) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

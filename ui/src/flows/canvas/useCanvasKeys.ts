/** The keys of the canvas. Letters are known by their place on the keyboard, so that they work in every layout. */

import { useEffect, useRef } from "react";
import { isTyping } from "../../app/hotkeys";
import { useEditor } from "../editor/context";
import type { Flow } from "../graph/language";
import { backward, onward, type Standing, turned } from "../graph/walk";
import { drawnWays } from "../graph/ways";
import type { BoardActs } from "./useActsOnBoard";

/** In the order in which the help shows them: the name of the words, and the keys. */
export const CANVAS_KEYS = [
  ["walk", "Tab"],
  ["along", "→"],
  ["back", "←"],
  ["turn", "↑ ↓"],
  ["open", "Enter"],
  ["add", "A"],
  ["connect", "C"],
  ["remove", "Delete"],
  ["rename", "F2"],
  ["choose", "Shift+← ↑ → ↓"],
  ["all", "Ctrl+A"],
  ["move", "Alt+← ↑ → ↓"],
  ["copy", "Ctrl+C, Ctrl+X, Ctrl+V"],
  ["undo", "Ctrl+Z, Ctrl+Shift+Z"],
  ["save", "Ctrl+S"],
  ["find", "Ctrl+F"],
  ["tidy", "T"],
  ["listen", "L"],
  ["home", "Home"],
  ["zoom", "+ − 0"],
  ["regions", "F6"],
  ["leave", "Esc"],
] as const;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-20, 0],
  ArrowRight: [20, 0],
  ArrowUp: [0, -20],
  ArrowDown: [0, 20],
};

interface More {
  openForm: (field?: string) => void;
  listen: () => void;
}

/** On the canvas, or on something around it: a click beside all nodes leaves the keyboard there. */
function isOnCanvas(element: Element | null): boolean {
  const canvas = document.querySelector("[data-canvas]");
  return element !== null && canvas !== null && (canvas.contains(element) || element.contains(canvas));
}

export function useCanvasKeys(acts: BoardActs, { openForm, listen }: More): void {
  const { editing, readOnly } = useEditor();
  const pressed = useRef<(event: KeyboardEvent) => void>(() => undefined);
  pressed.current = (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!isOnCanvas(target) || target?.closest("button") || isTyping(target) || document.querySelector("[role=dialog]") || !perform(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  useEffect(() => {
    const take = (event: KeyboardEvent) => pressed.current(event);
    // Before the page's own keys: the question mark, for one, means the canvas here.
    window.addEventListener("keydown", take, true);
    return () => window.removeEventListener("keydown", take, true);
  }, []);

  function perform(event: KeyboardEvent): boolean {
    const { flow, chosen } = editing.state;
    const { standing } = chosen;
    const arrow = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey) {
      if (event.code !== "KeyA") return false;
      editing.choose(Object.keys(flow.nodes), standing);
      return true;
    }
    if (event.altKey) {
      if (!arrow || readOnly || !chosen.ids.size) return false;
      acts.move(arrow[0], arrow[1]);
      return true;
    }
    if (event.key === "?") return (acts.ask({ what: "keys" }), true);
    if (event.key === "+" || event.key === "=") return (acts.zoomIn(), true);
    if (event.key === "-") return (acts.zoomOut(), true);
    if (event.key === "0") return (acts.fit(), true);
    if (event.code === "KeyT" && !readOnly) return (acts.arrange(), true);
    if (event.key === "Home" || (arrow && !standing)) {
      const id = flow.start in flow.nodes ? flow.start : Object.keys(flow.nodes)[0];
      if (id) acts.stand({ id, way: null });
      return true;
    }
    if (event.key === "Escape") return (editing.choose([]), true);
    if (event.key === "Delete" || event.key === "Backspace") return (readOnly || acts.remove(), true);
    if (event.code === "KeyA") {
      const way = standing && (standing.way ?? drawnWays(flow.nodes[standing.id]!).find((one) => !one.target)?.id ?? drawnWays(flow.nodes[standing.id]!)[0]?.id);
      acts.add(standing && way ? { id: standing.id, way } : null);
      return true;
    }
    if (!standing) return false;
    const next = walked(event.key, flow, standing);
    if (next) {
      const ids = [...chosen.ids];
      acts.stand(next);
      if (event.shiftKey) editing.choose([...ids, next.id], next);
      return true;
    }
    if (event.key === "Enter") return (openForm(), true);
    if (event.key === "F2") return (openForm("id"), true);
    if (event.code === "KeyC" && !readOnly) {
      const way = standing.way ?? drawnWays(flow.nodes[standing.id]!)[0]?.id;
      if (way) acts.ask({ what: "connect", from: { id: standing.id, way } });
      return true;
    }
    if (event.code === "KeyL") return (listen(), true);
    return false;
  }

  function walked(key: string, flow: Flow, standing: Standing): Standing | null {
    if (key === "ArrowRight") return onward(flow, standing);
    if (key === "ArrowLeft") return backward(flow, standing, editing.cameFrom);
    if (key === "ArrowDown") return turned(flow, standing, 1);
    return key === "ArrowUp" ? turned(flow, standing, -1) : null;
  }

  useEffect(() => {
    const here = () => {
      const active = document.activeElement;
      return !isTyping(active) && isOnCanvas(active);
    };
    const copy = (event: ClipboardEvent) => {
      const text = here() ? acts.copy() : null;
      if (text === null || (event.type === "cut" && readOnly)) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
      if (event.type === "cut") acts.removeNodes();
    };
    const paste = (event: ClipboardEvent) => {
      if (!readOnly && here() && acts.paste(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
    };
    document.addEventListener("copy", copy);
    document.addEventListener("cut", copy);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("cut", copy);
      document.removeEventListener("paste", paste);
    };
  }, [acts, readOnly]);
}

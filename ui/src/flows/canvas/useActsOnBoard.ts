/** The acts of the canvas, each once: keys, buttons and the mouse all come here. */

import { useReactFlow } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import { useEditor } from "../editor/context";
import { copied, pasted, readClip } from "../graph/clipboard";
import { added, type After, connected, moved, removed } from "../graph/edits";
import { heightOf, NODE_WIDTH, tidy } from "../graph/layout";
import type { Kind, Place } from "../graph/language";
import { freePlace } from "../graph/placing";
import type { Standing } from "../graph/walk";
import { drawnWays } from "../graph/ways";

/** What is being asked in a dialog over the canvas. */
export type Asking =
  | { readonly what: "add"; readonly after: After | null; readonly at?: Place }
  | { readonly what: "connect"; readonly from: After }
  | { readonly what: "find" }
  | { readonly what: "keys" };

export const nodeElement = (id: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);

/** Zoom below which a node's words cannot be read. */
const READABLE = 0.6;

const isCalm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

export function useActsOnBoard() {
  const { editing, readOnly } = useEditor();
  const board = useReactFlow();
  const [asking, ask] = useState<Asking | null>(null);

  const middle = useCallback((): Place => {
    const box = document.querySelector(".react-flow")?.getBoundingClientRect();
    const { x, y } = board.screenToFlowPosition({ x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 2 });
    return [x - NODE_WIDTH / 2, y - 40];
  }, [board]);

  const reveal = useCallback(
    (id: string) => {
      const place = board.getNode(id)?.position;
      const box = document.querySelector(".react-flow")?.getBoundingClientRect();
      if (!place || !box) return;
      const height = board.getNode(id)?.height ?? 0;
      const from = board.flowToScreenPosition(place);
      const to = board.flowToScreenPosition({ x: place.x + NODE_WIDTH, y: place.y + height });
      const seen = from.x > box.left && from.y > box.top + 10 && to.x < box.right && to.y < box.bottom;
      if (seen) return;
      const zoom = Math.max(0.6, board.getZoom());
      void board.setCenter(place.x + NODE_WIDTH / 2, place.y + height / 2, { zoom, duration: isCalm() ? 0 : 180 });
    },
    [board, editing],
  );

  const stand = useCallback(
    (where: Standing, moves = true) => {
      editing.stand(where);
      // The card may be drawn only after this.
      requestAnimationFrame(() => {
        nodeElement(where.id)?.focus({ preventScroll: true });
        if (moves) reveal(where.id);
      });
    },
    [editing, reveal],
  );

  const insert = useCallback(
    (kind: Kind, after: After | null, at?: Place) => {
      const before = editing.flow;
      const anywhere = at ?? (after ? undefined : middle());
      const { flow, id } = added(before, kind, { after: after ?? undefined });
      const places = { ...editing.state.places };
      const from = after && places[after.id];
      const wanted: Place = anywhere ?? (from ? [from[0] + NODE_WIDTH + 92, from[1]] : middle());
      editing.edit(moved(flow, { ...places, [id]: freePlace(flow, places, id, wanted) }));
      // What is put down by hand is where it is wanted.
      stand({ id, way: drawnWays(flow.nodes[id]!)[0]?.id ?? null }, at === undefined);
      return id;
    },
    [editing, middle, stand],
  );

  return useMemo(() => {
    const chosen = () => editing.state.chosen;
    const copy = () => (chosen().ids.size ? copied(editing.flow, chosen().ids, editing.state.places) : null);
    return {
      asking,
      ask,
      stand,
      reveal,
      insert,
      readOnly,
      add: (after: After | null) => !readOnly && ask({ what: "add", after }),
      connect: (from: After, target: string) => editing.edit((flow) => connected(flow, from.id, from.way, target)),
      remove: () => {
        const { ids, standing, edge } = chosen();
        const way = edge ?? (standing?.way && ids.size === 1 ? standing : null);
        if (way?.way) return editing.edit((flow) => connected(flow, way.id, way.way!, ""));
        if (ids.size) editing.edit((flow) => removed(flow, ids));
      },
      removeNodes: () => editing.edit((flow) => removed(flow, chosen().ids)),
      move: (dx: number, dy: number) => {
        const { places } = editing.state;
        const next = Object.fromEntries([...chosen().ids].map((id) => [id, [places[id]![0] + dx, places[id]![1] + dy] as const]));
        editing.edit((flow) => moved(flow, { ...places, ...next }), "move");
      },
      arrange: () => {
        editing.edit((flow) => ({ ...flow, layout: tidy(flow) }));
        requestAnimationFrame(() => void board.fitView({ padding: 0.12, maxZoom: 1, duration: isCalm() ? 0 : 250 }));
      },
      copy,
      paste: (text: string): boolean => {
        const clip = readClip(text);
        if (!clip) return false;
        const known = Object.keys(clip.nodes).every((id) => id in editing.flow.nodes);
        const [first] = Object.values(clip.layout);
        const [x, y] = middle();
        const by: Place = known || !first ? [48, 48] : [x - first[0], y - first[1]];
        const { flow, ids } = pasted({ ...editing.flow, layout: editing.state.places }, clip, by);
        editing.edit(flow);
        editing.choose(ids);
        return true;
      },
      /** The whole flow where it can be read so, else its beginning. */
      begin: () => {
        const { flow, places } = editing.state;
        const box = document.querySelector(".react-flow")?.getBoundingClientRect();
        const bounds = board.getNodesBounds(Object.keys(flow.nodes));
        if (!box || !bounds.width) return;
        const whole = Math.min(box.width / bounds.width, box.height / bounds.height) * 0.88;
        const start = places[flow.start] ?? Object.values(places)[0];
        if (whole >= READABLE || !start) return void board.fitView({ padding: 0.06, maxZoom: 1 });
        const zoom = 0.8;
        const y = box.height / 2 - (start[1] + heightOf(flow, flow.start) / 2) * zoom;
        void board.setViewport({ x: 40 - start[0] * zoom, y, zoom });
      },
      fit: () => void board.fitView({ padding: 0.12, maxZoom: 1, duration: isCalm() ? 0 : 200 }),
      zoomIn: () => void board.zoomIn({ duration: 120 }),
      zoomOut: () => void board.zoomOut({ duration: 120 }),
    };
  }, [asking, board, editing, insert, middle, readOnly, reveal, stand]);
}

export type BoardActs = ReturnType<typeof useActsOnBoard>;

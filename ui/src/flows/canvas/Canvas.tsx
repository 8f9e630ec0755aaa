import {
  Background,
  MarkerType,
  MiniMap,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  useReactFlow,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useMantineColorScheme } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEditing, useEditor } from "../editor/context";
import { connected, moved } from "../graph/edits";
import { type FlowNode, KINDS, type Kind, type Place } from "../graph/language";
import { readingOrder } from "../graph/layout";
import { stepName } from "../graph/path";
import { placesOf } from "../graph/placing";
import { summaryOf } from "../graph/summary";
import { ActsContext } from "./acts";
import classes from "./Canvas.module.css";
import { Asked } from "./Asked";
import { ChosenWay } from "./ChosenWay";
import { NodeCard } from "./NodeCard";
import { NothingYet } from "./NothingYet";
import { KIND_MIME } from "./Palette";
import { type CardNode, cardOf, edgeId, edgesDrawn, ghostsOf, type WayEdge } from "./shapes";
import type { BoardActs } from "./useActsOnBoard";
import { useCanvasKeys } from "./useCanvasKeys";
import { WayLine } from "./WayLine";
import { wayWords } from "./wayWords";
import { Zoom } from "./Zoom";

const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { way: WayLine };

interface Props {
  acts: BoardActs;
  openForm: (field?: string) => void;
  listen: () => void;
}

/** The flow as a graph. */
export function Canvas({ acts, openForm, listen }: Props) {
  const { t, i18n } = useTranslation();
  const { editing, readOnly, names, marks } = useEditor();
  const { flow: draft, places: draftPlaces, chosen } = useEditing();
  const flow = marks.shown ?? draft;
  const places = useMemo(() => (marks.shown ? placesOf(marks.shown) : draftPlaces), [marks.shown, draftPlaces]);
  const { colorScheme } = useMantineColorScheme();
  const board = useReactFlow();
  const pointer = useRef(false);
  const [dragged, setDragged] = useState<ReadonlyMap<string, Place>>(new Map());
  useCanvasKeys(acts, { openForm, listen });

  const cards = useMemo(() => {
    const label = (id: string, node: FlowNode) =>
      [id, t(`flows.kind.${node.kind}`), summaryOf(node, i18n.language, names)].filter(Boolean).join(". ");
    const here = readingOrder(flow).map((id) => cardOf(flow, id, places[id] ?? [0, 0], label(id, flow.nodes[id]!)));
    return [...here, ...ghostsOf(marks, flow, label)];
  }, [flow, places, marks, i18n.language, names, t]);
  const nodes = useMemo(
    () =>
      cards.map((card): CardNode => {
        const at = dragged.get(card.id);
        const selected = chosen.ids.has(card.id);
        const chosenWay = chosen.standing?.id === card.id ? chosen.standing.way : null;
        if (!at && !selected && !chosenWay) return card;
        return {
          ...card,
          selected,
          position: at ? { x: at[0], y: at[1] } : card.position,
          data: chosenWay ? { ...card.data, chosenWay } : card.data,
        };
      }),
    [cards, chosen, dragged],
  );
  const lines = useMemo(
    () => edgesDrawn(flow, places, (node, way) => wayWords(node, way, i18n.language, t)),
    [flow, places, i18n.language, t],
  );
  const edges = useMemo(
    () =>
      lines.map((line): WayEdge => {
        const { standing, edge } = chosen;
        const lit = line.source === standing?.id && (standing.way === null || standing.way === line.sourceHandle);
        const selected = edge !== null && line.id === edgeId(edge.id, edge.way ?? "");
        // A line that is being pulled along by its node runs as it can.
        const level = dragged.has(line.source) || dragged.has(line.target) ? null : (line.data?.level ?? null);
        const walked = marks.walked.steps.has(stepName(line.source, line.target));
        return {
          ...line,
          selected,
          className: walked ? "walked" : lit ? "lit" : undefined,
          data: { words: line.data?.words ?? "", level, lit },
          markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: lit || selected ? "var(--accent)" : "var(--line-of-way)" },
        };
      }),
    [lines, chosen, marks, dragged],
  );

  const nodesChanged = useCallback(
    (changes: NodeChange<CardNode>[]) => {
      const moves = changes.filter((change) => change.type === "position");
      if (moves.length) {
        setDragged((before) => {
          const next = new Map(before);
          for (const { id, position } of moves) if (position) next.set(id, [position.x, position.y]);
          return next;
        });
      }
      const picks = changes.filter((change) => change.type === "select");
      if (!picks.length) return;
      const ids = new Set(editing.state.chosen.ids);
      for (const { id, selected } of picks) selected ? ids.add(id) : ids.delete(id);
      editing.choose(ids);
    },
    [editing],
  );

  function dropped(): void {
    if (!dragged.size) return;
    editing.edit((before) => moved(before, { ...editing.state.places, ...Object.fromEntries(dragged) }));
    setDragged(new Map());
  }

  const connectEnded: OnConnectEnd = (event, state) => {
    const from = state.fromHandle;
    if (state.toHandle || !from?.id || from.type !== "source") return;
    const point = "changedTouches" in event ? event.changedTouches[0] : event;
    if (!point) return;
    const over = document.elementFromPoint(point.clientX, point.clientY);
    const target = over?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
    if (target) return acts.connect({ id: from.nodeId, way: from.id }, target);
    if (!over?.closest(".react-flow")) return;
    const { x, y } = board.screenToFlowPosition({ x: point.clientX, y: point.clientY });
    acts.ask({ what: "add", after: { id: from.nodeId, way: from.id }, at: [x, y - 28] });
  };

  // A node that keys lead to is stood at; one that is clicked is chosen by the click.
  function focused(event: React.FocusEvent): void {
    if (pointer.current) return;
    const id = (event.target as HTMLElement).closest<HTMLElement>(".react-flow__node")?.dataset.id;
    if (id && event.target.classList.contains("react-flow__node") && chosen.standing?.id !== id) {
      editing.stand({ id, way: null });
      acts.reveal(id);
    }
  }

  useEffect(() => {
    if (marks.at) acts.reveal(marks.at);
    // Only where the mark stands moves the canvas.
  }, [marks.at]);

  useEffect(() => {
    const up = () => (pointer.current = false);
    window.addEventListener("pointerup", up);
    return () => window.removeEventListener("pointerup", up);
  }, []);

  return (
    <ActsContext value={acts}>
      <section
        className={classes.canvas}
        data-canvas
        aria-label={t("flows.canvas")}
        onFocus={focused}
        onPointerDownCapture={() => (pointer.current = true)}
        onDragOver={(event) => {
          if (!readOnly && event.dataTransfer.types.includes(KIND_MIME)) event.preventDefault();
        }}
        onDrop={(event) => {
          const kind = event.dataTransfer.getData(KIND_MIME);
          if (!(KINDS as readonly string[]).includes(kind)) return;
          event.preventDefault();
          const { x, y } = board.screenToFlowPosition({ x: event.clientX, y: event.clientY });
          acts.insert(kind as Kind, null, [x - 60, y - 28]);
        }}
      >
        <ReactFlow<CardNode, WayEdge>
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          colorMode={colorScheme === "auto" ? "system" : colorScheme}
          onNodesChange={nodesChanged}
          onNodeDragStop={dropped}
          onSelectionDragStop={dropped}
          onEdgeClick={(_, edge) => editing.chooseEdge({ id: edge.source, way: edge.sourceHandle ?? null })}
          onPaneClick={() => editing.choose([])}
          onNodeDoubleClick={() => openForm()}
          onConnect={({ source, sourceHandle, target }) => sourceHandle && acts.connect({ id: source, way: sourceHandle }, target)}
          onConnectEnd={connectEnded}
          onReconnect={(old, { source, sourceHandle, target }) => {
            if (!sourceHandle) return;
            editing.edit((before) => {
              const freed = connected(before, old.source, old.sourceHandle ?? "", "");
              return connected(freed, source, sourceHandle, target);
            });
          }}
          nodesDraggable={!readOnly}
          elementsSelectable={!marks.shown}
          nodesConnectable={!readOnly}
          edgesReconnectable={!readOnly}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          multiSelectionKeyCode={["Shift", "Control", "Meta"]}
          selectionKeyCode="Shift"
          connectionRadius={26}
          minZoom={0.15}
          maxZoom={2}
          onInit={acts.begin}
          ariaLabelConfig={{ "node.a11yDescription.keyboardDisabled": t("flows.nodeKeys") }}
        >
          <Background gap={24} size={1} />
          <MiniMap
            pannable
            zoomable
            ariaLabel={t("flows.minimap")}
            nodeColor={(node) => (chosen.ids.has(node.id) ? "var(--accent)" : "var(--line-strong)")}
            maskColor="color-mix(in srgb, var(--ground) 70%, transparent)"
            style={{ width: 168, height: 110 }}
          />
        </ReactFlow>
        <Zoom acts={acts} />
        <ChosenWay />
        {cards.length === 0 && <NothingYet acts={acts} />}
      </section>
      <Asked acts={acts} />
    </ActsContext>
  );
}

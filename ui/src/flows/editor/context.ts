/** What every part of the editor may know and do. */

import { createContext, useContext, useSyncExternalStore } from "react";
import type { FlowOpened, NodeNumbers } from "../../wire";
import type { Editing, EditingState } from "../graph/editing";
import type { Problem } from "../graph/faults";
import type { Flow } from "../graph/language";
import type { Walk } from "../graph/path";
import type { Names } from "../graph/summary";
import type { DraftKeeper } from "./draftKeeper";
import type { Things } from "./things";

export type Panel = "form" | "problems" | "try" | "call" | "cases" | "versions";

/** Something shown about nodes beside what they are. */
export interface Marks {
  /** Where a rehearsal has been, and where it stands. */
  readonly walked: Walk;
  readonly at: string | null;
  /** What two versions differ in. */
  readonly changes: ReadonlyMap<string, "added" | "removed" | "changed">;
  /** An older version that is shown instead of the draft. */
  readonly shown: Flow | null;
  /** The version that removed nodes are taken from. */
  readonly before: Flow | null;
}

export const NO_MARKS: Marks = { walked: { nodes: new Set(), steps: new Set() }, at: null, changes: new Map(), shown: null, before: null };

/** A place that somebody asked to see. */
export interface Wanted {
  /** Empty for the flow itself. */
  readonly id: string;
  readonly field?: string;
}

export interface Editor {
  readonly opened: FlowOpened;
  /** Read the flow from the server again, and begin anew with it. */
  readonly reopen: () => Promise<void>;
  readonly flowId: string;
  readonly editing: Editing;
  readonly draft: DraftKeeper;
  /** The screen is too small to draw on. */
  readonly narrow: boolean;
  readonly readOnly: boolean;
  readonly things: Things;
  readonly names: Names;
  readonly problems: readonly Problem[];
  readonly marks: Marks;
  readonly mark: (marks: Marks) => void;
  /** Yesterday's figures by node; null while they are not shown. */
  readonly numbers: ReadonlyMap<string, NodeNumbers> | null;
  readonly showNumbers: (shown: boolean) => void;
  /** Contacts in each node now. */
  readonly live: Readonly<Record<string, number>>;
  /** What stands beside the canvas; null for nothing. */
  readonly panel: Panel | null;
  readonly open: (panel: Panel | null) => void;
  readonly wanted: Wanted | null;
  /** Show this node on the canvas and its form, with the keyboard in this field. */
  readonly visit: (nodeId: string, field?: string) => void;
}

/** The name under which the server knows what is on the screen: the draft, or without one what is published. */
export function nameOfDraft({ opened, draft }: Pick<Editor, "opened" | "draft">): string {
  const hasDraft = opened.is_draft || draft.state.savedAt !== null || opened.published_version === null;
  return hasDraft ? "draft" : String(opened.published_version);
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("a part of the editor was drawn outside of it");
  return editor;
}

export function useEditing(): EditingState {
  const { editing } = useEditor();
  return useSyncExternalStore(editing.subscribe, () => editing.state);
}

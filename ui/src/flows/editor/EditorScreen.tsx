import { ReactFlowProvider } from "@xyflow/react";
import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useFlowTile } from "../../live/hooks";
import type { FlowOpened } from "../../wire";
import { Editing } from "../graph/editing";
import { useNumbers } from "../numbers/useNumbers";
import { Body } from "./Body";
import { Conflict } from "./Conflict";
import { type Editor, EditorContext, type Marks, NO_MARKS, type Panel, type Wanted } from "./context";
import { namesOf, useThings } from "./things";
import { useDraft, useProblems } from "./useDraft";
import { useNarrow } from "./useNarrow";

interface Props {
  opened: FlowOpened;
  /** Read the flow from the server again, and begin anew with it. */
  reopen: () => Promise<void>;
}

/** The whole editor of one flow. */
export function EditorScreen({ opened, reopen }: Props) {
  const { i18n } = useTranslation();
  const editing = useMemo(() => new Editing(opened.document), [opened]);
  const { flow } = useSyncExternalStore(editing.subscribe, () => editing.state);
  const draft = useDraft(opened, editing);
  const problems = useProblems(flow, opened.problems);
  const things = useThings(i18n.language);
  const names = useMemo(() => namesOf(things), [things]);
  const tile = useFlowTile(opened.flow_id);
  const live = useMemo(() => sumOf(tile?.versions), [tile]);
  const [panel, setPanel] = useState<Panel | null>(window.innerWidth > 960 ? "form" : null);
  const [marks, mark] = useState<Marks>(NO_MARKS);
  const [wanted, want] = useState<Wanted | null>(null);
  const [numbersShown, showNumbers] = useState(false);
  const numbers = useNumbers(opened.flow_id, numbersShown);
  const narrow = useNarrow();
  const readOnly = narrow || marks.shown !== null;

  const open = useCallback((next: Panel | null) => {
    setPanel(next);
    mark(NO_MARKS);
  }, []);
  const visit = useCallback(
    (id: string, field?: string) => {
      open("form");
      want({ id, field });
    },
    [open],
  );
  const editor = useMemo<Editor>(
    () => ({
      opened,
      reopen,
      flowId: opened.flow_id,
      editing,
      draft,
      narrow,
      readOnly,
      things,
      names,
      problems,
      marks,
      mark,
      numbers,
      showNumbers,
      live,
      panel,
      open,
      wanted,
      visit,
    }),
    [opened, reopen, editing, draft, narrow, readOnly, things, names, problems, marks, numbers, live, panel, open, wanted, visit],
  );
  return (
    <EditorContext value={editor}>
      <ReactFlowProvider>
        <Body />
      </ReactFlowProvider>
      <Conflict />
    </EditorContext>
  );
}

type ByVersion = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Contacts by node, of all versions together. */
function sumOf(versions: ByVersion | undefined): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const nodes of Object.values(versions ?? {})) {
    for (const [id, count] of Object.entries(nodes)) sum[id] = (sum[id] ?? 0) + count;
  }
  return sum;
}

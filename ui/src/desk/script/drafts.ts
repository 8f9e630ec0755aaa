/** Keeps what was filled in and not taken yet, so that neither a redraw nor a reload loses it. Secrets never come here. */

import type { ScriptForm, ScriptTurn, ScriptView } from "../../wire";

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

interface Draft {
  turn: number;
  node_id: string;
  value: unknown;
}

/** The draft belongs to the next turn at its node: the agent went back there. */
const RETURNING = -1;

const keyOf = (contactId: string) => `cordboard.script.${contactId}`;

export const isSecret = (form: ScriptForm | null) => form?.kind === "secret";

export class Drafts {
  constructor(
    private readonly contactId: string,
    private readonly store: Store = sessionStorage,
  ) {}

  /** What was filled in for this turn; undefined for nothing. An answer that did not fit comes back with its question. */
  of(view: ScriptView): unknown {
    const draft = this.read();
    const current = view.current;
    if (!draft || !current || isSecret(current.form) || draft.node_id !== current.node_id) return undefined;
    const isOwn = draft.turn === view.turn || draft.turn === RETURNING || (current.says !== "" && draft.turn < view.turn);
    return isOwn ? draft.value : undefined;
  }

  keep(turn: number, current: ScriptTurn, value: unknown): void {
    if (isSecret(current.form)) this.forget();
    else this.write({ turn, node_id: current.node_id, value });
  }

  /** The agent goes back to a step: its answer is there to be changed. */
  returnTo(node_id: string, value: unknown): void {
    if (value === null || value === undefined || value === "") this.forget();
    else this.write({ turn: RETURNING, node_id, value });
  }

  forget(): void {
    this.store.removeItem(keyOf(this.contactId));
  }

  private read(): Draft | null {
    try {
      return JSON.parse(this.store.getItem(keyOf(this.contactId)) ?? "null") as Draft | null;
    } catch {
      return null;
    }
  }

  private write(draft: Draft): void {
    this.store.setItem(keyOf(this.contactId), JSON.stringify(draft));
  }
}

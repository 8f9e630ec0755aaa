/** A flow while somebody edits it: the document with its past, and what is chosen in it. No screen, no server. */

import { begun, changed, type History, redone, undone } from "./history";
import type { Flow, Place } from "./language";
import { placesOf } from "./placing";
import type { Standing } from "./walk";

export interface Chosen {
  readonly ids: ReadonlySet<string>;
  /** The node that the keys act on and the panel shows. */
  readonly standing: Standing | null;
  /** A connection chosen by itself. */
  readonly edge: Standing | null;
}

export interface EditingState {
  readonly flow: Flow;
  readonly places: Readonly<Record<string, Place>>;
  readonly chosen: Chosen;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

const NOTHING: Chosen = { ids: new Set(), standing: null, edge: null };

export class Editing {
  state: EditingState;
  /** From where one walked to the chosen node, so that one can walk back. */
  private came: Standing | null = null;
  private history: History<Flow>;
  private readonly listeners = new Set<() => void>();

  constructor(
    flow: Flow,
    private readonly now: () => number = () => Date.now() / 1000,
  ) {
    this.history = begun(flow);
    this.state = this.shown(flow, NOTHING);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get flow(): Flow {
    return this.state.flow;
  }

  /** Take the next flow as one step that can be undone; steps of the same `merge` soon after each other are one. */
  edit(next: Flow | ((flow: Flow) => Flow), merge = ""): void {
    const flow = typeof next === "function" ? next(this.flow) : next;
    if (flow === this.flow) return;
    this.history = changed(this.history, flow, this.now(), merge);
    this.show();
  }

  undo(): void {
    this.history = undone(this.history);
    this.show();
  }

  redo(): void {
    this.history = redone(this.history);
    this.show();
  }

  /** Begin anew with this flow: what was done before cannot be undone. */
  restart(flow: Flow): void {
    this.history = begun(flow);
    this.show();
  }

  choose(ids: Iterable<string>, standing?: Standing | null): void {
    const chosen = new Set(ids);
    const [only] = chosen;
    const stands = standing === undefined ? (chosen.size === 1 ? { id: only!, way: null } : null) : standing;
    this.set({ ids: chosen, standing: stands, edge: null });
  }

  chooseEdge(edge: Standing | null): void {
    this.set({ ids: new Set(), standing: null, edge });
  }

  /** Stand at a node, and remember whence. */
  stand(next: Standing): void {
    const before = this.state.chosen.standing;
    if (before && before.id !== next.id) this.came = before;
    this.set({ ids: new Set([next.id]), standing: next, edge: null });
  }

  get cameFrom(): Standing | null {
    return this.came;
  }

  /** Stand under another name after a node was renamed. */
  follow(from: string, to: string): void {
    const { ids, standing } = this.state.chosen;
    if (!ids.has(from)) return;
    const moved = new Set([...ids].map((id) => (id === from ? to : id)));
    this.set({ ids: moved, standing: standing?.id === from ? { ...standing, id: to } : standing, edge: null });
  }

  private show(): void {
    const { nodes } = this.history.now;
    const { ids, standing, edge } = this.state.chosen;
    const left = [...ids].filter((id) => id in nodes);
    const chosen: Chosen = {
      ids: left.length === ids.size ? ids : new Set(left),
      standing: standing && standing.id in nodes ? standing : null,
      edge: edge && edge.id in nodes ? edge : null,
    };
    this.state = this.shown(this.history.now, chosen);
    this.tell();
  }

  private shown(flow: Flow, chosen: Chosen): EditingState {
    const kept = this.state?.flow.nodes === flow.nodes && this.state.flow.layout === flow.layout;
    return {
      flow,
      places: kept ? this.state.places : placesOf(flow),
      chosen,
      canUndo: this.history.past.length > 0,
      canRedo: this.history.future.length > 0,
    };
  }

  private set(chosen: Chosen): void {
    this.state = { ...this.state, chosen };
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Keeps the draft at the server while it is edited: soon after each change, one save at a time, never over somebody else's. */

import type { Flow } from "../graph/language";

export type DraftStatus = "saved" | "changed" | "saving" | "failed" | "conflict";

export interface DraftState {
  readonly status: DraftStatus;
  readonly rev: number;
  /** When it was last saved from here, seconds since the epoch; null for not yet. */
  readonly savedAt: number | null;
  /** Who saved meanwhile, or why saving failed, in the server's words. */
  readonly says: string;
}

interface Means {
  save: (flow: Flow, rev: number) => Promise<{ rev: number }>;
  isConflict: (error: unknown) => boolean;
  says: (error: unknown) => string;
}

const PAUSE_MS = 1200;
const RETRY_MS = 5000;

export class DraftKeeper {
  state: DraftState;
  private waiting: Flow | null = null;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  constructor(
    rev: number,
    private readonly means: Means,
  ) {
    this.state = { status: "saved", rev, savedAt: null, says: "" };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  change(flow: Flow): void {
    this.waiting = flow;
    if (this.state.status === "conflict") return;
    if (this.state.status !== "saving") this.set({ status: "changed" });
    this.later(PAUSE_MS);
  }

  /** Save now what waits; true once nothing waits any more. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.waiting && this.state.status !== "conflict") {
      const before = this.waiting;
      await (this.running ?? this.run());
      if (this.state.status === "failed" && this.waiting === before) break;
    }
    await this.running;
    return this.waiting === null;
  }

  /** Go on from what the server has, ours to be saved over it or not. */
  settle(rev: number, ours: Flow | null): void {
    this.waiting = ours;
    this.set({ rev, status: ours ? "changed" : "saved", says: "" });
    if (ours) this.later(0);
  }

  get isDirty(): boolean {
    return this.waiting !== null;
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void (this.running ?? this.run()), ms);
  }

  private run(): Promise<void> {
    this.running = this.send().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async send(): Promise<void> {
    const flow = this.waiting;
    if (!flow || this.state.status === "conflict") return;
    this.set({ status: "saving" });
    try {
      const { rev } = await this.means.save(flow, this.state.rev);
      if (this.waiting === flow) this.waiting = null;
      const savedAt = Date.now() / 1000;
      this.set({ rev, savedAt, status: this.waiting ? "changed" : "saved", says: "" });
      if (this.waiting) this.later(PAUSE_MS);
    } catch (error) {
      const conflict = this.means.isConflict(error);
      this.set({ status: conflict ? "conflict" : "failed", says: this.means.says(error) });
      if (!conflict) this.later(RETRY_MS);
    }
  }

  private set(part: Partial<DraftState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

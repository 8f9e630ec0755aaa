/** Undo and redo: what was, what is, what was taken back. */

export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
  /** What the last change was part of; typing on in the same field is one step. */
  readonly merge: string;
  readonly at: number;
}

const STEPS_MAX = 1000;
const MERGE_S = 3;

export const begun = <T>(now: T): History<T> => ({ past: [], now, future: [], merge: "", at: 0 });

/** After a change at the instant `at`, seconds; changes that merge by the same word soon after each other are one step. */
export function changed<T>(history: History<T>, next: T, at: number, merge = ""): History<T> {
  if (next === history.now) return history;
  const goesOn = merge !== "" && merge === history.merge && at - history.at < MERGE_S && history.past.length > 0;
  const past = goesOn ? history.past : [...history.past, history.now].slice(-STEPS_MAX);
  return { past, now: next, future: [], merge, at };
}

export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future], merge: "", at: 0 };
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.now], now: next, future, merge: "", at: 0 };
}

/** What was tried, as a test case; and steps of cases as rows of a table. Pure. */

import type { Circumstances, Rehearsed } from "../../wire";
import type { Case, Flow, Step } from "../graph/language";

/** What can stand in one step, in the order of the choice: acts of the customer first, then what must be so. */
export const STEP_KINDS = [
  "press",
  "write",
  "speak_s",
  "silent",
  "hang_up",
  "back",
  "said",
  "at",
  "marked",
  "answered",
  "queued",
  "ended",
] as const;

export type StepKind = (typeof STEP_KINDS)[number];

const ACTS: ReadonlySet<StepKind> = new Set(["press", "write", "speak_s", "silent", "hang_up", "back"]);

export const isAct = (kind: StepKind): boolean => ACTS.has(kind);

export function kindOfStep(step: Step): StepKind {
  const filled = STEP_KINDS.find((kind) => {
    const value = step[kind];
    if (kind === "answered") return Object.keys((value ?? {}) as object).length > 0;
    return value !== undefined && value !== null && value !== "" && value !== false;
  });
  return filled ?? STEP_KINDS.find((kind) => kind in step) ?? "press";
}

/** The value of a step as text: answers as `name = value`, as JSON where it is no text. */
export function stepText(step: Step): string {
  const kind = kindOfStep(step);
  const value = step[kind];
  if (kind === "answered") {
    return Object.entries((value ?? {}) as object)
      .map(([name, one]) => `${name} = ${typeof one === "string" ? one : JSON.stringify(one)}`)
      .join("; ");
  }
  return typeof value === "boolean" || value === undefined || value === null ? "" : String(value);
}

export function stepOf(kind: StepKind, text: string): Step {
  switch (kind) {
    case "silent":
    case "hang_up":
      return { [kind]: true };
    case "speak_s":
      return { speak_s: Number(text.replace(",", ".")) || 0 };
    case "answered":
      return { answered: answersIn(text) };
    default:
      return { [kind]: text };
  }
}

function answersIn(text: string): Record<string, unknown> {
  const pairs = text.split(";").map((one) => /^\s*([\w.-]+)\s*=\s*(.*?)\s*$/.exec(one));
  return Object.fromEntries(pairs.flatMap((found) => (found ? [[found[1]!, valueIn(found[2]!)] as const] : [])));
}

/** Numbers, true, false, lists as such; what is no JSON is text, and so are digits that a number would change. */
function valueIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "number" && String(value) !== text ? text : value;
  } catch {
    return text;
  }
}

/** How the rehearsal stood before any act and after each, as steps between the acts that must be so again. */
export function caseOf(
  name: string,
  circumstances: Circumstances,
  acts: readonly Step[],
  after: readonly Rehearsed[],
  flow: Flow,
): Case {
  const steps: Step[] = [];
  for (let at = 0; at <= acts.length; at++) {
    if (at > 0) steps.push(acts[at - 1]!);
    const now = after[at];
    if (now) steps.push(...expectations(now, after[at - 1], flow));
  }
  return { ...circumstances, name, steps };
}

function expectations(now: Rehearsed, before: Rehearsed | undefined, flow: Flow): Step[] {
  const steps: Step[] = [];
  for (const mark of now.marks.slice(before?.marks.length ?? 0)) steps.push({ marked: mark });
  const fresh = Object.entries(now.answers).filter(
    ([name, value]) => isPlain(value) && JSON.stringify(value) !== JSON.stringify(before?.answers[name]),
  );
  if (fresh.length) steps.push({ answered: Object.fromEntries(fresh) });
  const queue = flow.nodes[nodeNow(now)]?.queue_id;
  if (now.ended === "queued" && typeof queue === "string") steps.push({ queued: queue });
  else if (now.ended) steps.push({ ended: now.ended });
  else if (now.standing.node_id) steps.push({ at: now.standing.node_id });
  return steps;
}

/** The node at which the conversation stands, or ended. */
export const nodeNow = ({ standing, transcript }: Rehearsed): string =>
  standing.node_id || transcript.findLast((line) => line.node_id)?.node_id || "";

const isPlain = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);

/** What a person typed where an answer is awaited: keys of a telephone, or words. */
export const actOf = (typed: string): Step => (/^[0-9*#]+$/.test(typed) ? { press: typed } : { write: typed });

/** What a field of a node can be, and the fields that many nodes share. */

import type { IconName } from "../../app/icons";

export type FieldType =
  | "prompts"
  | "target"
  | "keys"
  | "languageKeys"
  | "branches"
  | "form"
  | "expression"
  | "expressions"
  | "gaps"
  | "gapsByName"
  | "words"
  | "word"
  | "seconds"
  | "count"
  | "flag"
  | "option"
  | "queue"
  | "flow"
  | "calendar"
  | "table"
  | "trunk"
  | "language"
  | "currency";

export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly required?: boolean;
  /** Folded away until somebody wants it; as a way, drawn only once it leads somewhere. */
  readonly advanced?: boolean;
  /** What holds when the field is left out. */
  readonly usual?: unknown;
  readonly options?: readonly string[];
  /** Shown only while another field has one of these values. */
  readonly when?: { readonly field: string; readonly is: readonly string[] };
}

export type Group = "talk" | "ways" | "outside" | "ends";

export interface KindOf {
  readonly icon: IconName;
  readonly group: Group;
  readonly fields: readonly Field[];
  /** What a new node of this kind begins with, beside empty required ways. */
  readonly starts?: Readonly<Record<string, unknown>>;
}

export const to = (name: string, more: Partial<Field> = {}): Field => ({ name, type: "target", ...more });
export const NEXT = to("next", { required: true });
export const ON_ERROR = to("on_error", { advanced: true });
export const ON_ERROR_SEEN = to("on_error");
export const PROMPTS: Field = { name: "prompts", type: "prompts", required: true };
export const QUEUE: Field = { name: "queue_id", type: "queue", required: true };
export const BARGE_IN: Field = { name: "barge_in", type: "flag", usual: true, advanced: true };
export const seconds = (name: string, usual: number | null, more: Partial<Field> = {}): Field => ({
  name,
  type: "seconds",
  usual,
  advanced: true,
  ...more,
});
export const count = (name: string, usual: number, more: Partial<Field> = {}): Field => ({ name, type: "count", usual, ...more });
export const asking = (tries: number, answer_s: number, wrong: readonly string[], silence: readonly string[]): Field[] => [
  count("tries", tries, { advanced: true }),
  seconds("answer_s", answer_s),
  { name: "on_wrong", type: "prompts", usual: wrong, advanced: true },
  { name: "on_silence", type: "prompts", usual: silence, advanced: true },
];
export const WRONG = ["cord/invalid"];
export const SILENCE = ["cord/no-input"];

/** A flow as it travels: the fields of the language, whose defaults may be left out. */

export const KINDS = [
  "say",
  "disclose",
  "menu",
  "choose-language",
  "ask",
  "order",
  "say-wait",
  "decide",
  "hours",
  "assign",
  "set-language",
  "loop-guard",
  "mark",
  "sub-flow",
  "return",
  "look-up",
  "request",
  "send",
  "to-queue",
  "to-agent",
  "to-number",
  "voicemail",
  "book-callback",
  "goodbye",
] as const;

export type Kind = (typeof KINDS)[number];

/** Text by language. */
export type Words = Readonly<Record<string, string>>;

/** Something said: the name of a recorded prompt, or words and values by their kind. */
export type Part = string | SpokenPart;

export const PART_KINDS = [
  "text",
  "number",
  "ordinal",
  "money",
  "date",
  "time",
  "duration",
  "digits",
  "phone",
] as const;

export type PartKind = (typeof PART_KINDS)[number];

export interface SpokenPart {
  readonly kind: PartKind;
  readonly [field: string]: unknown;
}

export const FORM_KINDS = ["digits", "secret", "number", "yes-no", "choice", "date", "text", "voice", "rating"] as const;

export type FormKind = (typeof FORM_KINDS)[number];

export interface AnswerForm {
  readonly kind: FormKind;
  readonly [field: string]: unknown;
}

export interface Option {
  readonly value: string;
  readonly key: string;
  readonly label?: Words;
}

export interface Branch {
  readonly when: string;
  readonly next: string;
}

/** One node; which fields it has is told by its kind. */
export interface FlowNode {
  readonly kind: Kind;
  readonly [field: string]: unknown;
}

export type Place = readonly [number, number];

/** One line of a test case; one of its fields is set. */
export interface Step {
  readonly press?: string;
  readonly write?: string;
  readonly speak_s?: number | null;
  readonly silent?: boolean;
  readonly hang_up?: boolean;
  readonly back?: string;
  readonly said?: string;
  readonly at?: string;
  readonly marked?: string;
  readonly answered?: Readonly<Record<string, unknown>>;
  readonly queued?: string;
  readonly ended?: string;
}

/** What is so around a rehearsal, and what the customer does in it. */
export interface Case {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly at?: string;
  readonly language?: string;
  readonly caller?: string;
  readonly number?: string;
  readonly customer?: Readonly<Record<string, unknown>>;
  readonly rows?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly responses?: Readonly<Record<string, unknown>>;
  readonly switches?: Readonly<Record<string, boolean>>;
  readonly queues?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export type Purpose = "call" | "script" | "part";

export interface Flow {
  readonly flow_id: string;
  readonly name: string;
  readonly start: string;
  readonly nodes: Readonly<Record<string, FlowNode>>;
  readonly name_ru?: string;
  readonly purpose?: Purpose;
  readonly description?: string;
  readonly languages?: readonly string[];
  readonly person?: string;
  readonly repeat_key?: string;
  readonly on_error?: string;
  readonly layout?: Readonly<Record<string, Place>>;
  readonly cases?: readonly Case[];
  readonly version?: number;
}

export const languagesOf = (flow: Flow): readonly string[] => flow.languages ?? ["en", "ru"];

/** Names of nodes are parts of addresses and of sentences: short, readable, kebab-case. */
export const NODE_ID = /^[a-z0-9][a-z0-9._-]{0,58}$/;

/** What a node says and does, in one line. */

import { branchesOf, waysOf } from "./ways";
import type { AnswerForm, Flow, FlowNode, Part, SpokenPart, Words } from "./language";

/** Names of the things that nodes point to, by their ids. */
export interface Names {
  readonly queue: (id: string) => string;
  readonly calendar: (id: string) => string;
  readonly flow: (id: string) => string;
  readonly table: (id: string) => string;
  readonly prompt: (id: string) => string;
}

const same = (id: string): string => id;
export const PLAIN_NAMES: Names = { queue: same, calendar: same, flow: same, table: same, prompt: same };

/** The words in this language, else in any that there is. */
export function wordsIn(words: unknown, language: string): string {
  const known = (words ?? {}) as Words;
  return known[language] || Object.values(known).find(Boolean) || "";
}

export function partWords(part: Part, language: string, names: Names): string {
  if (typeof part === "string") return `♪ ${names.prompt(part)}`;
  if (part.kind === "text") return wordsIn(part.text, language);
  const value = text(part.value);
  const noun = nounOf(part, language);
  return `{${value}${part.kind === "money" ? ` ${text(part.currency) || "RUB"}` : ""}}${noun ? ` ${noun}` : ""}`;
}

function nounOf(part: SpokenPart, language: string): string {
  const forms = (part.noun as Readonly<Record<string, readonly string[]>> | undefined)?.[language];
  return forms?.at(-1) ?? "";
}

export const partsOf = (value: unknown): readonly Part[] => (Array.isArray(value) ? (value as Part[]) : []);

export const promptWords = (parts: unknown, language: string, names: Names): string =>
  partsOf(parts)
    .map((part) => partWords(part, language, names))
    .filter(Boolean)
    .join(" ");

const text = (value: unknown): string => (value === undefined || value === null ? "" : String(value));

const pairs = (value: unknown): string =>
  Object.entries((value ?? {}) as Record<string, unknown>)
    .map(([name, expression]) => `${name} = ${text(expression)}`)
    .join(", ");

export function summaryOf(node: FlowNode, language: string, names: Names = PLAIN_NAMES): string {
  switch (node.kind) {
    case "decide":
      return branchesOf(node)[0]?.when ?? "";
    case "hours":
      return names.calendar(text(node.calendar_id));
    case "assign":
      return pairs(node.values);
    case "set-language":
      return text(node.language);
    case "loop-guard":
      return `≤ ${text(node.most)}`;
    case "mark":
      return text(node.mark);
    case "sub-flow":
      return names.flow(text(node.flow_id));
    case "look-up":
      return [text(node.table_id) && names.table(text(node.table_id)), pairs(node.by)].filter(Boolean).join(": ");
    case "request":
      return `${text(node.method) || "GET"} ${text(node.url).replace(/^https?:\/\//, "")}`;
    case "send":
      return `→ ${text(node.to)}: ${wordsIn(node.text, language)}`;
    case "to-queue":
    case "say-wait":
    case "book-callback":
      return names.queue(text(node.queue_id));
    case "to-agent":
      return text(node.agent);
    case "to-number":
      return text(node.number);
    case "voicemail":
      return [names.queue(text(node.queue_id)), promptWords(node.prompts, language, names)].filter(Boolean).join(": ");
    case "return":
      return "";
    case "goodbye":
      return promptWords(node.prompts ?? ["cord/goodbye"], language, names);
    default:
      return promptWords(node.prompts, language, names);
  }
}

/** Every word of a node that a person may look for. */
export function searchable(id: string, node: FlowNode): string {
  const found: string[] = [id, node.kind];
  const collect = (value: unknown) => {
    if (typeof value === "string" || typeof value === "number") found.push(String(value));
    else if (value && typeof value === "object") for (const inner of Object.values(value)) collect(inner);
  };
  const targets = new Set(waysOf(node).map((way) => way.target));
  for (const [name, value] of Object.entries(node)) {
    if (name === "kind" || name === "choices" || (typeof value === "string" && targets.has(value))) continue;
    collect(name === "branches" ? branchesOf(node).map((branch) => branch.when) : value);
  }
  return found.join("\n").toLocaleLowerCase();
}

/** The nodes in which all words of the question occur: those whose id begins with it first. */
export function found(flow: Flow, question: string, kindWords: (node: FlowNode) => string): string[] {
  const words = question.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const hits = Object.entries(flow.nodes).filter(([id, node]) => {
    const all = `${searchable(id, node)}\n${kindWords(node).toLocaleLowerCase()}`;
    return words.every((word) => all.includes(word));
  });
  const first = words[0]!;
  return hits
    .map(([id]) => id)
    .sort((a, b) => Number(b.startsWith(first)) - Number(a.startsWith(first)) || a.localeCompare(b));
}

export const formOf = (node: FlowNode): AnswerForm => (node.form ?? { kind: "digits" }) as AnswerForm;

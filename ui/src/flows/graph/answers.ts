/** The names that expressions of a flow may use. */

import { KIND } from "./kinds";
import type { Flow } from "./language";
import { formOf } from "./summary";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Names under which nodes keep answers: `answers.x`, and `secrets.x` for secrets. */
export function answerNames(flow: Flow): string[] {
  const names = new Set<string>();
  for (const node of Object.values(flow.nodes)) {
    const field = KIND[node.kind]?.fields.find((one) => one.name === "answer");
    const name = text(node.answer) || (field ? text(field.usual) : "");
    if (name) names.add(`${node.kind === "ask" && formOf(node).kind === "secret" ? "secrets" : "answers"}.${name}`);
    if (node.kind === "order" && name) names.add(`answers.${name}_total`);
    if (node.kind === "look-up" && !name) names.add(`answers.${text(node.source)}`);
    if (node.kind === "assign") for (const one of Object.keys((node.values ?? {}) as object)) names.add(`answers.${one}`);
  }
  return [...names].sort();
}

export const KNOWN_NAMES: readonly string[] = [
  "customer.name",
  "customer.segment",
  "customer.number",
  "customer.language",
  "customer.company",
  "contact.caller",
  "contact.caller_name",
  "contact.number",
  "contact.language",
  "time.hour",
  "time.weekday",
  "time.date",
  "switches.",
  "queues.",
];

export const FUNCTIONS: readonly string[] = [
  "len()",
  "lower()",
  "upper()",
  "number()",
  "text()",
  "round()",
  "min()",
  "max()",
  "starts_with()",
  "digits()",
  "days_until()",
  "last(n, text)",
];

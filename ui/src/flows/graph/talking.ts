/** The kinds of node that talk, and those that choose and note without a word. */

import { asking, BARGE_IN, count, type KindOf, NEXT, ON_ERROR, PROMPTS, QUEUE, seconds, SILENCE, to, WRONG } from "./fields";
import type { Kind } from "./language";

export const TALK: Partial<Record<Kind, KindOf>> = {
  say: { icon: "speaker", group: "talk", fields: [PROMPTS, NEXT, BARGE_IN, ON_ERROR] },
  disclose: { icon: "audit", group: "talk", fields: [PROMPTS, NEXT, ON_ERROR] },
  menu: {
    icon: "keypad",
    group: "talk",
    fields: [
      PROMPTS,
      { name: "choices", type: "keys", required: true },
      to("on_failure", { required: true }),
      { name: "answer", type: "word", advanced: true },
      ...asking(3, 5, WRONG, SILENCE),
      BARGE_IN,
      ON_ERROR,
    ],
    starts: { choices: { "1": "" } },
  },
  "choose-language": {
    icon: "globe",
    group: "talk",
    fields: [
      PROMPTS,
      { name: "choices", type: "languageKeys", required: true },
      NEXT,
      to("on_failure"),
      ...asking(2, 5, [], []),
      BARGE_IN,
      ON_ERROR,
    ],
    starts: { choices: { "1": "ru", "2": "en" } },
  },
  ask: {
    icon: "help",
    group: "talk",
    fields: [
      PROMPTS,
      { name: "answer", type: "word", required: true },
      { name: "form", type: "form", required: true },
      NEXT,
      to("on_failure"),
      { name: "confirm", type: "flag", usual: false },
      ...asking(3, 6, WRONG, SILENCE),
      seconds("digit_s", 3),
      BARGE_IN,
      ON_ERROR,
    ],
    starts: { answer: "", form: { kind: "digits" } },
  },
  order: {
    icon: "log",
    group: "talk",
    fields: [
      PROMPTS,
      { name: "table_id", type: "table", required: true },
      NEXT,
      to("on_failure"),
      { name: "answer", type: "word", usual: "order" },
      { name: "currency", type: "currency", usual: "RUB" },
      count("lines_max", 50, { advanced: true }),
      ...asking(3, 8, WRONG, SILENCE),
      seconds("digit_s", 4),
      ON_ERROR,
    ],
    starts: { table_id: "" },
  },
  "say-wait": {
    icon: "hourglass",
    group: "talk",
    fields: [
      QUEUE,
      NEXT,
      { name: "position", type: "flag", usual: true },
      { name: "expected_wait", type: "flag", usual: true },
      ON_ERROR,
    ],
    starts: { queue_id: "" },
  },
};

export const WAYS: Partial<Record<Kind, KindOf>> = {
  decide: {
    icon: "fork",
    group: "ways",
    fields: [{ name: "branches", type: "branches", required: true }, to("otherwise", { required: true }), ON_ERROR],
    starts: { branches: [{ when: "", next: "" }] },
  },
  hours: {
    icon: "clock",
    group: "ways",
    fields: [
      { name: "calendar_id", type: "calendar", required: true },
      to("open", { required: true }),
      to("closed", { required: true }),
      to("holiday"),
      to("emergency"),
    ],
    starts: { calendar_id: "" },
  },
  assign: {
    icon: "equals",
    group: "ways",
    fields: [{ name: "values", type: "expressions", required: true }, NEXT, ON_ERROR],
    starts: { values: {} },
  },
  "set-language": {
    icon: "globe",
    group: "ways",
    fields: [{ name: "language", type: "language", required: true }, NEXT],
    starts: { language: "en" },
  },
  "loop-guard": {
    icon: "loop",
    group: "ways",
    fields: [count("most", 3, { required: true }), NEXT, to("on_too_many", { required: true })],
    starts: { most: 3 },
  },
  mark: {
    icon: "flag",
    group: "ways",
    fields: [{ name: "mark", type: "word", required: true }, { name: "served", type: "flag", usual: false }, NEXT],
    starts: { mark: "" },
  },
  "sub-flow": {
    icon: "flows",
    group: "ways",
    fields: [{ name: "flow_id", type: "flow", required: true }, NEXT, ON_ERROR],
    starts: { flow_id: "" },
  },
  return: { icon: "back", group: "ways", fields: [] },
};

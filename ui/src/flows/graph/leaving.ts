/** The kinds of node that ask the world outside, and those that hand the customer over. */

import { count, type KindOf, NEXT, ON_ERROR_SEEN, PROMPTS, QUEUE, seconds, to } from "./fields";
import type { Kind } from "./language";

export const OUTSIDE: Partial<Record<Kind, KindOf>> = {
  "look-up": {
    icon: "search",
    group: "outside",
    fields: [
      { name: "source", type: "option", options: ["customer", "order", "table", "branch"], required: true },
      { name: "table_id", type: "table", when: { field: "source", is: ["table", "branch"] } },
      { name: "by", type: "expressions" },
      { name: "answer", type: "word" },
      to("found", { required: true }),
      to("not_found", { required: true }),
      ON_ERROR_SEEN,
      seconds("limit_s", 3),
    ],
    starts: { source: "customer" },
  },
  request: {
    icon: "transfer",
    group: "outside",
    fields: [
      { name: "method", type: "option", options: ["GET", "POST", "PUT", "PATCH", "DELETE"], usual: "GET" },
      { name: "url", type: "gaps", required: true },
      { name: "answer", type: "word", usual: "response" },
      { name: "body", type: "expressions", when: { field: "method", is: ["POST", "PUT", "PATCH", "DELETE"] } },
      NEXT,
      ON_ERROR_SEEN,
      { name: "headers", type: "gapsByName", advanced: true },
      { name: "credential", type: "word", advanced: true },
      seconds("limit_s", 5),
      count("retries", 1, { advanced: true }),
      count("most_bytes", 65_536, { advanced: true }),
    ],
    starts: { url: "" },
  },
  send: {
    icon: "letter",
    group: "outside",
    fields: [
      { name: "channel", type: "option", options: ["sms", "email"], required: true },
      { name: "to", type: "expression", required: true },
      { name: "subject", type: "words", when: { field: "channel", is: ["email"] } },
      { name: "text", type: "words", required: true },
      NEXT,
      ON_ERROR_SEEN,
    ],
    starts: { channel: "sms", to: "contact.caller", text: {} },
  },
};

export const ENDS: Partial<Record<Kind, KindOf>> = {
  "to-queue": {
    icon: "people",
    group: "ends",
    fields: [
      QUEUE,
      seconds("wait_s", null, { advanced: false }),
      to("on_timeout"),
      to("on_closed"),
      to("after_talk"),
    ],
    starts: { queue_id: "" },
  },
  "to-agent": {
    icon: "desk",
    group: "ends",
    fields: [
      { name: "agent", type: "expression", required: true },
      to("on_timeout", { required: true }),
      to("after_talk"),
      seconds("wait_s", 30, { advanced: false }),
    ],
    starts: { agent: "" },
  },
  "to-number": {
    icon: "phone",
    group: "ends",
    fields: [
      { name: "number", type: "gaps", required: true },
      { name: "trunk_id", type: "trunk", required: true },
      { name: "prompts", type: "prompts" },
      NEXT,
      to("on_failure", { required: true }),
      seconds("ring_s", 30),
    ],
    starts: { number: "", trunk_id: "" },
  },
  voicemail: {
    icon: "mic",
    group: "ends",
    fields: [QUEUE, PROMPTS, NEXT, ON_ERROR_SEEN, seconds("most_s", 180), seconds("silence_s", 6)],
    starts: { queue_id: "" },
  },
  "book-callback": {
    icon: "bell",
    group: "ends",
    fields: [QUEUE, { name: "number", type: "expression", usual: "contact.caller" }, NEXT, ON_ERROR_SEEN],
    starts: { queue_id: "" },
  },
  goodbye: {
    icon: "hangUp",
    group: "ends",
    fields: [
      { name: "prompts", type: "prompts", usual: ["cord/goodbye"] },
      { name: "served", type: "flag", usual: true },
    ],
  },
};

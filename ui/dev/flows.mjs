/** Flows of the sample company: kept while the process lives, checked a little, walked in words. */

import { flowFigures } from "./flowFigures.mjs";
import { rehearse } from "./rehearsal.mjs";
import { clockNow, wav } from "./sample.mjs";

const text = (en, ru) => ({ kind: "text", text: { en, ru } });

const reception = {
  flow_id: "main",
  name: "Reception",
  name_ru: "Приёмная",
  purpose: "call",
  description: "Greets, tells the news, and finds the right people.",
  start: "hello",
  person: "to-support",
  on_error: "sorry",
  nodes: {
    hello: { kind: "say", prompts: [text("Welcome to Northwind Trading.", "Здравствуйте! Вы позвонили в «Северный ветер».")], next: "hours" },
    hours: { kind: "hours", calendar_id: "office", open: "menu", closed: "night", emergency: "outage" },
    outage: { kind: "say", prompts: [text("We know of an outage in your district and are mending it.", "Мы знаем об аварии в вашем районе и уже её устраняем.")], next: "menu" },
    menu: {
      kind: "menu",
      prompts: [text("For orders press 1. For support press 2. To find a branch press 3.", "Заказы: один. Поддержка: два. Ближайший офис: три.")],
      choices: { "1": "order-number", "2": "known", "3": "postcode" },
      labels: { "1": { en: "Orders", ru: "Заказы" }, "2": { en: "Support", ru: "Поддержка" }, "3": { en: "Branches", ru: "Офисы" } },
      on_failure: "to-support",
    },
    "order-number": { kind: "ask", prompts: [text("Enter the number of your order.", "Введите номер заказа.")], answer: "order_number", form: { kind: "digits", least: 4, most: 10 }, next: "order", on_failure: "to-support" },
    order: { kind: "look-up", source: "order", by: { number: "answers.order_number" }, found: "order-state", not_found: "order-number", on_error: "to-support" },
    "order-state": {
      kind: "say",
      prompts: [text("Your order is {answers.order.state}. To pay:", "Ваш заказ: {answers.order.state}. К оплате:"), { kind: "money", value: "answers.order.total" }],
      next: "told",
    },
    told: { kind: "mark", mark: "order-told", served: true, next: "bye" },
    known: { kind: "decide", branches: [{ when: "customer.segment == 'vip'", next: "to-vip" }, { when: "queues.support.waiting > 10", next: "offer-callback" }], otherwise: "to-support" },
    "to-vip": { kind: "to-queue", queue_id: "vip" },
    "to-support": { kind: "to-queue", queue_id: "support", wait_s: 300, on_timeout: "offer-callback", after_talk: "survey" },
    "offer-callback": { kind: "menu", prompts: [text("We will call you back: press 1. To go on waiting press 2.", "Чтобы мы перезвонили, нажмите один. Чтобы ждать, нажмите два.")], choices: { "1": "book", "2": "to-support" }, on_failure: "to-support" },
    book: { kind: "book-callback", queue_id: "support", next: "bye" },
    postcode: { kind: "ask", prompts: [text("Enter your postcode.", "Введите почтовый индекс.")], answer: "postcode", form: { kind: "digits", least: 5, most: 6 }, next: "branch" },
    branch: { kind: "look-up", source: "branch", table_id: "branches", by: { postcode: "answers.postcode" }, answer: "branch", found: "branch-told", not_found: "to-support" },
    "branch-told": { kind: "say", prompts: [text("The nearest branch: {answers.branch.address}.", "Ближайший офис: {answers.branch.address}.")], next: "bye" },
    night: { kind: "voicemail", queue_id: "support", prompts: [text("We are closed. Leave a message after the tone.", "Сейчас мы не работаем. Оставьте сообщение после сигнала.")], next: "bye" },
    survey: { kind: "ask", prompts: [text("How content are you, from 1 to 5?", "Оцените разговор от одного до пяти.")], answer: "csat", form: { kind: "rating", scale: "csat" }, next: "bye" },
    sorry: { kind: "goodbye", prompts: [text("Something went wrong. Please call later.", "Что-то пошло не так. Пожалуйста, позвоните позже.")], served: false },
    bye: { kind: "goodbye" },
  },
  cases: [
    { name: "An order is told", steps: [{ press: "1" }, { at: "order-number" }, { press: "5512" }, { marked: "order-told" }, { ended: "goodbye" }] },
    { name: "Support gets the caller", steps: [{ press: "2" }, { queued: "sales" }] },
  ],
};

const survey = {
  flow_id: "survey",
  name: "After the call",
  name_ru: "После разговора",
  purpose: "part",
  start: "rate",
  nodes: {
    rate: { kind: "ask", prompts: [text("Rate us from 1 to 5.", "Оцените нас от одного до пяти.")], answer: "csat", form: { kind: "rating" }, next: "thanks" },
    thanks: { kind: "say", prompts: ["cord/thanks"], next: "end" },
    end: { kind: "return" },
  },
};

const kept = new Map();
for (const [document, login] of [[reception, "boss"], [survey, "admin"]]) {
  const at = clockNow() - 86400 * 3;
  const older = structuredClone(document);
  delete older.nodes.outage;
  if (older.nodes.hours) delete older.nodes.hours.emergency;
  const versions = [
    { version: 1, published_at: at - 86400 * 20, published_by: "admin", note: "First version", document: older },
    { version: 2, published_at: at, published_by: login, note: "Outage announcement", document },
  ];
  kept.set(document.flow_id, { versions, draft: null, rev: 2, saved_at: null, saved_by: null });
}

const opened = (id) => {
  const flow = kept.get(id);
  const published = flow.versions.at(-1);
  const document = flow.draft ?? published.document;
  return { flow_id: id, document, rev: flow.rev, is_draft: flow.draft !== null, saved_at: flow.saved_at, saved_by: flow.saved_by, published_version: published?.version ?? null, problems: check(document) };
};

const usedBy = (id) => [...(id === "main" ? [{ kind: "entry", id: "*", name: "*" }] : []), ...[...kept].filter(([other]) => other !== id && Object.values(opened(other).document.nodes).some((node) => node.flow_id === id)).map(([other]) => ({ kind: "flow", id: other, name: opened(other).document.name }))];

function check(document) {
  const problems = [];
  const add = (node_id, field, says, severity = "error") => problems.push({ node_id, field, severity, says });
  for (const [id, node] of Object.entries(document.nodes)) {
    for (const [field, value] of Object.entries(node)) {
      if (/^(next|open|closed|found|not_found|otherwise|on_failure|on_too_many)$/.test(field) && !(value in document.nodes)) add(id, field, `the way '${field}' of node '${id}' leads to '${value}', which does not exist`);
    }
    if ("queue_id" in node && !["support", "sales", "billing", "delivery", "vip"].includes(node.queue_id)) add(id, "queue_id", `node '${id}' names queue '${node.queue_id}', which does not exist`);
    for (const part of node.prompts ?? []) for (const language of document.languages ?? ["en", "ru"]) if (part.kind === "text" && !part.text?.[language]) add(id, "prompts", `a text of node '${id}' says nothing in '${language}'`, "warning");
  }
  return problems;
}

function diff(before, after) {
  const changes = [];
  const fields = (a, b, skip) => [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].filter((name) => !skip.includes(name) && JSON.stringify(a?.[name]) !== JSON.stringify(b?.[name])).map((name) => ({ name, before: a?.[name] ?? null, after: b?.[name] ?? null }));
  const own = fields(before, after, ["nodes", "layout", "version"]);
  if (own.length) changes.push({ change: "changed", node_id: "", kind: "", fields: own });
  for (const id of new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)])) {
    const [a, b] = [before.nodes[id], after.nodes[id]];
    if (JSON.stringify(a) === JSON.stringify(b)) continue;
    changes.push({ change: !a ? "added" : !b ? "removed" : "changed", node_id: id, kind: (b ?? a).kind, fields: fields(a, b, ["kind"]) });
  }
  return changes;
}

function runCases(document) {
  return (document.cases ?? []).map((one) => {
    const acts = [];
    let seen = rehearse(document, one, []);
    for (const [at, step] of one.steps.entries()) {
      const expects = ["said", "at", "marked", "queued", "ended", "answered"].find((name) => step[name]);
      if (!expects) {
        acts.push(step);
        seen = rehearse(document, one, acts);
        continue;
      }
      const queue = seen.standing.awaits === "queue" ? document.nodes[seen.standing.node_id].queue_id : "";
      const found = { said: seen.transcript.map((line) => line.text).join(" "), at: seen.standing.node_id, marked: seen.marks, queued: queue, ended: seen.ended }[expects];
      if (expects !== "answered" && !(found ?? "").includes(step[expects])) return { name: one.name, passed: false, step: at + 1, says: `expected ${expects} '${step[expects]}', found '${found}'`, transcript: seen.transcript };
    }
    return { name: one.name, passed: true, step: null, says: "", transcript: seen.transcript };
  });
}

export function liveTiles() {
  const tiles = {};
  for (const [flow_id, flow] of kept) {
    const here = {};
    for (const [at, id] of Object.keys(flow.versions.at(-1)?.document.nodes ?? {}).entries()) if ((at + Math.floor(clockNow() / 4)) % 5 === 0) here[id] = 1 + (at % 4);
    tiles[`flow:${flow_id}`] = { flow_id, versions: { [flow.versions.at(-1)?.version ?? 0]: here } };
  }
  return tiles;
}

const refuse = (status, code, says, more = {}) => ({ status, body: { code, says, ...more } });

/** The answer to a question about flows; null for one about something else. */
export function flowsAnswer(method, path, asked, body, login) {
  const key = `${method} ${path}`;
  if (key === "GET /flows") return { body: { flows: [...kept].map(([flow_id, flow]) => { const { document } = opened(flow_id); const published = flow.versions.at(-1); return { flow_id, name: document.name, name_ru: document.name_ru ?? "", purpose: document.purpose ?? "call", published_version: published?.version ?? null, published_at: published?.published_at ?? null, published_by: published?.published_by ?? null, draft_saved_at: flow.saved_at, draft_saved_by: flow.saved_by, errors: check(document).filter((one) => one.severity === "error").length, used_by: usedBy(flow_id).map((use) => use.name) }; }) } };
  if (key === "GET /flows/templates") return { body: [{ template_id: "reception", name: "Reception", name_ru: "Приёмная", description: "Greeting, opening hours, a menu, and a person.", purpose: "call" }, { template_id: "survey", name: "After-call survey", name_ru: "Опрос после звонка", description: "Three questions for a caller who stays.", purpose: "part" }] };
  if (key === "POST /flows") {
    if (kept.has(body.flow_id)) return refuse(409, "flow-exists", `flow '${body.flow_id}' exists`);
    const from = body.copy_of ? opened(body.copy_of).document : body.template === "reception" ? reception : body.template === "survey" ? survey : { start: "", nodes: {} };
    kept.set(body.flow_id, { versions: [], draft: { ...structuredClone(from), flow_id: body.flow_id, name: body.name, purpose: body.purpose }, rev: 1, saved_at: clockNow(), saved_by: login });
    return { status: 201, body: opened(body.flow_id) };
  }
  if (key === "POST /flows/check") return { body: { problems: check(body.document) } };
  if (key === "POST /flows/try") return { body: rehearse(body.document, body.case, body.acts) };
  if (key === "POST /flows/cases") return { body: runCases(body.document) };
  if (key === "POST /flows/print") return { body: { text: `${JSON.stringify(body.document, null, 2)}\n` } };
  if (key === "POST /flows/parse") {
    try {
      const document = JSON.parse(body.text);
      return { body: { document, problems: check(document) } };
    } catch (error) {
      const place = Number(/position (\d+)/.exec(error.message)?.[1] ?? 0);
      return refuse(422, "malformed", `line ${body.text.slice(0, place).split("\n").length}: ${error.message}`);
    }
  }
  if (key === "GET /prompts") return { body: ["cord/goodbye", "cord/invalid", "cord/no-input", "cord/thanks"].map((prompt_id) => ({ prompt_id, name: prompt_id.slice(5), sounds: { en: { seconds: 2 }, ru: { seconds: 2 } }, shipped: true, used_by: [] })) };
  if (key === "GET /tables") return { body: [{ table_id: "branches", name: "Branches", columns: ["postcode", "address"], rows: 41 }] };
  if (key === "POST /speech/listen") return body.prompts.length ? { raw: wav(1.5), type: "audio/wav" } : refuse(400, "malformed", "there is nothing to say");
  if (path === "/reports/flows") return { body: flowFigures([...kept].map(([flow_id, flow]) => [flow_id, flow.versions]), asked) };
  if (path === "/reports/flows.csv" || path === "/reports/flow-nodes.csv") return { raw: Buffer.from("flow_id,entered\n"), type: "text/csv" };
  const found = /^\/flows\/([^/]+)(?:\/(.*))?$/.exec(path);
  return found ? oneFlow(method, decodeURIComponent(found[1]), found[2] ?? "", asked, body, login) : null;
}

function oneFlow(method, id, rest, asked, body, login) {
  const flow = kept.get(id);
  if (!flow) return refuse(404, "unknown-flow", `flow '${id}' does not exist`);
  const version = (name) => (name === "draft" ? opened(id).document : flow.versions.find((one) => one.version === Number(name))?.document);
  switch (`${method} ${rest.replace(/\d+/g, "N")}`) {
    case "GET ":
      return { body: opened(id) };
    case "DELETE ":
      if (usedBy(id).length) return refuse(409, "flow-used", `flow '${id}' is used by ${usedBy(id).map((use) => use.name).join(", ")}`);
      kept.delete(id);
      return { status: 204 };
    case "PUT draft":
      if (body.rev !== flow.rev) return refuse(409, "draft-changed", `flow '${id}' was saved by ${flow.saved_by} meanwhile`);
      Object.assign(flow, { draft: body.document, rev: flow.rev + 1, saved_at: clockNow(), saved_by: login });
      return { body: { rev: flow.rev, problems: check(body.document) } };
    case "DELETE draft":
      Object.assign(flow, { draft: null, rev: flow.rev + 1, saved_at: null, saved_by: null });
      return { status: 204 };
    case "POST publish": {
      const document = opened(id).document;
      const problems = check(document).filter((one) => one.severity === "error");
      const failed = runCases(document).filter((one) => !one.passed);
      if (problems.length || failed.length) return refuse(422, "flow-faulty", "the flow has errors or failing test cases", { problems, failed_cases: failed });
      const number = (flow.versions.at(-1)?.version ?? 0) + 1;
      flow.versions.push({ version: number, published_at: clockNow(), published_by: login, note: body.note, document });
      Object.assign(flow, { draft: null, saved_at: null, saved_by: null });
      return { body: { version: number } };
    }
    case "GET versions":
      return { body: flow.versions.toReversed().map(({ document, ...shown }) => shown) };
    case "GET versions/N":
      return { body: { document: version(rest.split("/")[1]) } };
    case "POST versions/N/restore": {
      const number = flow.versions.at(-1).version + 1;
      flow.versions.push({ version: number, published_at: clockNow(), published_by: login, note: body.note, document: version(rest.split("/")[1]) });
      return { body: { version: number } };
    }
    case "GET diff":
      return { body: diff(version(asked.get("before")), version(asked.get("after"))) };
    case "GET uses":
      return { body: usedBy(id) };
    case "POST test-call":
      return { status: 201, body: { number: "test", token: "t", socket: "/sip/ws?visit=t", uri: "sip:visit@sample.invalid", user: "visit", password: "x", target: "sip:test@sample.invalid", ice_servers: [], expires_at: clockNow() + 600 } };
    default:
      return refuse(404, "unknown-page", `nothing is at /flows/${id}/${rest}`);
  }
}

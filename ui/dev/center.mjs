/**
 * A sample centre for working on the screens: speaks the same wire, keeps nothing, decides nothing.
 *
 *   node dev/center.mjs [--port 8700] [--agents 40] [--static FOLDER]
 *
 * Any password signs in. The login names the role: anna (agent), sup, boss (manager), admin; `fail` is refused.
 */

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { parseArgs } from "node:util";
import { flowsAnswer, liveTiles } from "./flows.mjs";
import { calendars, configureMaterial, material, seedPrompt, switchesConfigured } from "./material.mjs";
import { SamplePhone } from "./phone.mjs";
import { itemsFor, SampleScript, SCRIPTS } from "./script.mjs";
import { center, chance, clockNow, freshContact, pastContact, people, report, storyOf, waveform, wav, wholeContact } from "./sample.mjs";
import { accept } from "./socket.mjs";

const { values: options } = parseArgs({
  options: {
    port: { type: "string", default: "8700" },
    agents: { type: "string", default: "40" },
    static: { type: "string", default: join(import.meta.dirname, "../../src/cordboard/web/static") },
  },
});
people(Number(options.agents));

// -- the floor --

const tiles = { system: { switch_up: true, store_trouble: "", version: "sample" } };
const feeds = new Set();
let seq = 0;
let phone = null;
let own = null;
let script = null;
const notes = new Map();

const agentKey = (id) => `agent:${id}`;
const zero = { handled: 0, talk_s: 0, missed: 0 };
for (const [at, agent] of center.agents.entries()) {
  const state = at === 0 ? "signed-out" : ["ready", "talking", "talking", "paused", "wrapping-up", "ready", "talking", "signed-out"][at % 8];
  tiles[agentKey(agent.agent_id)] = { ...agent, state, state_since: clockNow() - chance(5, 900), reason_id: state === "paused" ? center.pauses[at % 4].reason_id : "", pause_next: null, phone: at % 5 ? "browser" : "sip", reachable: at % 13 !== 6, contact_id: null, queue_id: state === "talking" || state === "wrapping-up" ? center.queues[at % 5].queue_id : null, held: at % 17 === 2, today: at === 0 ? { ...zero } : { handled: at % 23, talk_s: (at % 23) * 190, missed: at % 9 === 4 ? 2 : 0 } };
}
for (const [at, queue] of center.queues.entries()) {
  const answered = 160 - at * 30;
  const abandoned = 14 - at * 2;
  tiles[`queue:${queue.queue_id}`] = { queue_id: queue.queue_id, waiting: 0, oldest_at: null, offered: 0, talking: 0, agents_ready: 0, agents_present: 0, expected_wait_s: null, today: { offered: answered + abandoned, answered, abandoned, abandoned_short: 3, turned_away: 2, answered_in_target: Math.round(answered * (0.92 - at * 0.09)), service_level: (0.92 - at * 0.09) * 0.93, asa_s: 11 + at * 9, aht_s: 210 + at * 40, abandonment: abandoned / (answered + abandoned) } };
  for (let n = 0; n < [4, 1, 2, 0, 0][at]; n++) addContact(queue.queue_id, "waiting", chance(5, 70));
  for (let n = 0; n < 3; n++) addContact(queue.queue_id, "talking", chance(20, 400));
}
countQueues();
deskFromAgent();

function addContact(queueId, state, ago) {
  const contact = freshContact(queueId, state);
  contact.state_since = clockNow() - ago;
  contact.arrived_at = contact.state_since - 12;
  if (state === "talking") contact.agent_id = center.agents[Math.floor(chance(1, center.agents.length))].agent_id;
  tiles[`contact:${contact.contact_id}`] = contact;
  return contact;
}

function countQueues() {
  const changed = {};
  const contacts = Object.entries(tiles).filter(([key]) => key.startsWith("contact:")).map(([, tile]) => tile);
  const agents = Object.entries(tiles).filter(([key]) => key.startsWith("agent:")).map(([, tile]) => tile);
  for (const queue of center.queues) {
    const waiting = contacts.filter((one) => one.queue_id === queue.queue_id && one.state === "waiting").sort((a, b) => a.state_since - b.state_since);
    waiting.forEach((one, at) => (one.position = at + 1));
    const key = `queue:${queue.queue_id}`;
    changed[key] = { ...tiles[key], waiting: waiting.length, oldest_at: waiting[0]?.state_since ?? null, talking: contacts.filter((one) => one.queue_id === queue.queue_id && one.state === "talking").length, agents_ready: agents.filter((one) => one.state === "ready").length, agents_present: agents.filter((one) => !["paused", "signed-out"].includes(one.state)).length, expected_wait_s: waiting.length ? waiting.length * 28 : null };
  }
  Object.assign(tiles, changed);
  return changed;
}

function deskFromAgent() {
  if (script && script.contact_id !== own?.contact_id) script = null;
  tiles.desk = { ...tiles[agentKey("anna")], contact: own, script: script?.view() ?? null };
  return tiles.desk;
}

function publish(changes) {
  for (const [key, tile] of Object.entries(changes)) {
    if (tile === null) delete tiles[key];
    else tiles[key] = tile;
  }
  seq += 1;
  for (const feed of feeds) feed.send(JSON.stringify({ type: "delta", seq, now: clockNow(), tiles: filtered(changes, feed.session) }));
}

function filtered(all, session) {
  const may = (name) => session.permissions.includes(name);
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => key === "system" || (key === "desk" && session.agent_id) || key.startsWith("queue:") || (may("see-floor") && key !== "desk")),
  );
}

function anna(part) {
  const key = agentKey("anna");
  const before = tiles[key];
  const state_since = part.state && part.state !== before.state ? clockNow() : before.state_since;
  tiles[key] = { ...before, state_since, ...part };
  publish({ [key]: tiles[key], desk: deskFromAgent(), ...countQueues() });
}

/** Somebody else's day goes on. */
function live() {
  const agents = center.agents.slice(1);
  const changes = {};
  for (let n = 0; n < Math.max(1, agents.length / 60); n++) {
    const key = agentKey(agents[Math.floor(Math.random() * agents.length)].agent_id);
    const tile = tiles[key];
    const next = { ready: "offered", offered: "talking", talking: "wrapping-up", "wrapping-up": "ready", paused: Math.random() < 0.3 ? "ready" : "paused", "signed-out": "signed-out" }[tile.state];
    if (next === tile.state) continue;
    changes[key] = { ...tile, state: next, state_since: clockNow(), reason_id: "", queue_id: next === "ready" ? null : (tile.queue_id ?? center.queues[Math.floor(Math.random() * 5)].queue_id), today: next === "wrapping-up" ? { ...tile.today, handled: tile.today.handled + 1 } : tile.today };
  }
  const waiting = Object.entries(tiles).filter(([key, tile]) => key.startsWith("contact:") && tile.state === "waiting");
  if (waiting.length < 9 && Math.random() < 0.5) {
    const fresh = freshContact(center.queues[Math.floor(Math.random() ** 2 * 5)].queue_id, "waiting");
    changes[`contact:${fresh.contact_id}`] = fresh;
  } else if (waiting.length > 3) {
    const [key, tile] = waiting[0];
    changes[key] = { ...tile, state: "talking", state_since: clockNow(), position: null, agent_id: agents[Math.floor(Math.random() * agents.length)].agent_id };
  }
  const talking = Object.keys(tiles).filter((key) => key.startsWith("contact:") && tiles[key].state === "talking");
  if (talking.length > 18) changes[talking[0]] = null;
  for (const [key, tile] of Object.entries(changes)) if (tile !== null) tiles[key] = tile;
  publish({ ...changes, ...countQueues(), ...liveTiles() });
  if (tiles.desk.state === "ready" && clockNow() - tiles.desk.state_since > 5) ring();
  if (own?.expires_at && own.expires_at < clockNow() && tiles.desk.state === "offered") missed("did-not-answer");
  if (own?.wrap_up_until && own.wrap_up_until < clockNow()) finish();
}

function ring() {
  const fresh = freshContact("support", "offered");
  own = { contact_id: fresh.contact_id, offer_id: `${fresh.contact_id}.o1`, caller: "+79161234567", caller_name: "", number: "84951234567", via: "trunk", language: "ru", queue_id: "support", arrived_at: clockNow() - 41, queued_at: clockNow() - 29, state: "offered", state_since: clockNow(), connected_at: null, held: false, expires_at: clockNow() + 20, wrap_up_until: null, disposition_id: null };
  anna({ state: "offered", contact_id: own.contact_id, queue_id: "support" });
  if (tiles.desk.phone === "browser") phone?.invite(own.offer_id, own.contact_id, own.caller);
  else setTimeout(() => own?.state === "offered" && connected(), 6000);
}

function connected() {
  own = { ...own, state: "talking", state_since: clockNow(), connected_at: clockNow(), expires_at: null };
  anna({ state: "talking" });
}

function missed(reason) {
  phone?.end();
  own = null;
  anna({ state: "paused", reason_id: reason, contact_id: null, queue_id: null, today: { ...tiles.desk.today, missed: tiles.desk.today.missed + 1 } });
}

function ended() {
  phone?.end();
  if (!own || own.state !== "talking") return;
  own = { ...own, state: "wrapping-up", held: false, wrap_up_until: clockNow() + 60 };
  anna({ state: "wrapping-up", held: false, today: { ...tiles.desk.today, handled: tiles.desk.today.handled + 1 } });
}

function finish() {
  own = null;
  const next = tiles.desk.pause_next;
  anna({ state: next ? "paused" : "ready", reason_id: next ?? "", pause_next: null, contact_id: null, queue_id: null });
}

// -- requests --

const PERMISSIONS = {
  agent: ["serve", "see-customers"],
  supervisor: ["serve", "see-customers", "see-floor", "see-contacts", "hear-recordings", "see-reports", "steer-floor"],
  manager: ["see-customers", "see-floor", "see-contacts", "hear-recordings", "see-reports"],
  administrator: ["see-floor", "see-contacts", "see-customers", "see-reports", "configure", "manage-accounts", "see-audit"],
};
const ROLE = { anna: "agent", sup: "supervisor", boss: "manager", admin: "administrator" };
const NAME = { anna: "Anna Petrova", sup: "Sofia Orlova", boss: "Mark Weber", admin: "Root Admin" };
const sessionOf = (login) => ({ login, name: NAME[login], roles: [ROLE[login]], permissions: PERMISSIONS[ROLE[login]], agent_id: login === "anna" ? "anna" : null, language: "en", csrf: "sample", expires_at: clockNow() + 36000, demo: true });
const loginOf = (request) => /cordboard_session=(\w+)/.exec(request.headers.cookie ?? "")?.[1];

const accounts = Object.keys(ROLE).map((login) => ({ login, name: NAME[login], roles: [ROLE[login]], agent_id: login === "anna" ? "anna" : null, language: "en", active: true }));
const past = () => Array.from({ length: 180 }, (_, at) => pastContact(clockNow() - 300 - at * 190, at));
const refuse = (status, code, says, problems) => ({ status, body: { code, says, problems } });

async function answer(method, path, asked, body, login, file) {
  const key = `${method} ${path}`;
  if (key === "POST /session") {
    if (!ROLE[body.login]) return refuse(401, "wrong-credentials", "login or password is wrong");
    return { status: 201, body: sessionOf(body.login), cookie: `cordboard_session=${body.login}; HttpOnly; SameSite=Strict; Path=/` };
  }
  if (key === "GET /visit") return { body: { name: { en: "Northwind Trading", ru: "Северный ветер" } } };
  if (key === "POST /visit") return { body: { token: "t", socket: "/sip/ws?visit=t", uri: "sip:visit@sample.invalid", user: "visit", password: "x", target: "sip:web@sample.invalid", ice_servers: [], expires_at: clockNow() + 600 } };
  if (!ROLE[login]) return refuse(401, "signed-out", "sign in first");
  if (key === "GET /session") return { body: sessionOf(login) };
  if (key === "DELETE /session") return { status: 204, cookie: "cordboard_session=; Max-Age=0; Path=/" };
  if (key === "POST /session/password") return body.old === "wrong" ? refuse(401, "wrong-credentials", "wrong") : { status: 204 };
  if (key === "GET /center") return { body: center };
  if (path.startsWith("/desk/script")) return scripts(key, asked, body);
  if (path.startsWith("/desk/")) return desk(key, body);
  if (path.startsWith("/customers/by-number/")) {
    const known = decodeURIComponent(path).endsWith("+79161234567");
    return { body: { customers: known ? [{ customer_id: "c1", name: "Ольга Сергеева", numbers: ["+79161234567", "+74951112233"], language: "ru", company: "Ромашка", note: "Prefers to be called in the morning. Two routers on contract." }] : [], recent: known ? [{ contact_id: "r1", at: clockNow() - 86400 * 2, queue_id: "support", outcome: "served" }, { contact_id: "r2", at: clockNow() - 86400 * 9, queue_id: "billing", outcome: "abandoned" }] : [] } };
  }
  if (path === "/contacts") {
    const start = Number(asked.get("cursor") ?? 0);
    const fits = past().filter((row) => row.arrived_at >= Number(asked.get("from") ?? 0) && row.arrived_at < Number(asked.get("to") ?? 1e12) && ["queue_id", "agent_id", "outcome"].every((name) => !asked.get(name) || row[name] === asked.get(name)) && (!asked.get("caller") || row.caller.includes(asked.get("caller"))));
    return { body: { rows: fits.slice(start, start + 50), next_cursor: start + 50 < fits.length ? String(start + 50) : null } };
  }
  const contact = /^\/contacts\/past-(\d+)(\/story)?$/.exec(path);
  if (contact) {
    const row = past()[Number(contact[1])];
    return { body: contact[2] ? storyOf(row) : wholeContact(row) };
  }
  if (/^\/recordings\/.+\/waveform$/.test(path)) return { body: waveform(95) };
  if (path === "/reports/queues") return { body: report(asked) };
  if (path === "/reports/queues.csv") return { raw: Buffer.from("start,queue_id,offered\n"), type: "text/csv" };
  if (key === "GET /accounts") return { body: { accounts } };
  if (key === "POST /accounts") {
    accounts.push({ ...body, active: true });
    return { status: 201, body: { login: body.login, password: "kotka-lumen-7312-darro" } };
  }
  if (/^POST \/accounts\/\w+\/password$/.test(key)) return { body: { password: "tiral-penno-4410-vasko" } };
  if (path === "/accounts/audit") return { body: { rows: past().slice(0, 20).map((row, at) => ({ audit_id: 1000 - at, at: row.arrived_at, login: ["sup", "boss", "admin"][at % 3], act: ["recording-played", "account-changed", "account-added"][at % 3], subject: row.contact_id, address: "10.0.0.7" })), next_before: null } };
  if (path.startsWith("/accounts/")) return { status: 204 };
  const ofMaterial = material(method, path, asked, body, { ...file, login });
  if (ofMaterial) return ofMaterial;
  const ofFlows = flowsAnswer(method, path, asked, body, login);
  if (ofFlows) return ofFlows;
  if (key === "GET /configuration") return { body: { queues: center.queues.map((queue) => ({ ...queue, skills: [queue.queue_id], offer_s: 20 })), agents: center.agents.slice(0, 8).map((agent) => ({ ...agent, skills: ["support", "sales"] })), flows: [{ flow_id: "main", name: "Main menu", start: "hello", nodes: { hello: {}, menu: {}, bye: {} } }], entries: [{ number: "*", flow_id: "main", queue_id: null, language: "ru" }], trunks: [{ trunk_id: "city", name: "City line", host: "sip.example.org" }], pauses: center.pauses, calendars, switches: switchesConfigured() } };
  if (key === "PUT /configuration" && Object.keys(body.queues ?? {}).length === center.queues.length) {
    const lost = Object.values(body.calendars ?? {}).find((one) => one.country && !/^[A-Z]{2}$/.test(one.country));
    if (lost) return refuse(400, "malformed", "the configuration has problems", [`calendar '${lost.calendar_id}': nothing is known of the holidays of '${lost.country}'`]);
    configureMaterial(body);
    return { status: 204 };
  }
  if (key === "PUT /configuration") return refuse(400, "malformed", "the configuration has problems", ["queue 'vip' can be served by nobody: no agent has ['vip']", "entry '*' must lead to a flow or to a queue, one of them"]);
  return refuse(404, "unknown-page", `nothing is at ${path}`);
}

function desk(key, body) {
  const done = { status: 204 };
  const state = tiles.desk.state;
  switch (key) {
    case "POST /desk/sign-in":
      anna({ state: state === "signed-out" ? "paused" : state, reason_id: "signed-in", phone: body.phone, reachable: body.phone === "sip" });
      return done;
    case "POST /desk/sign-out":
      anna({ state: "signed-out", reason_id: "", reachable: false });
      return done;
    case "POST /desk/ready":
      anna(state === "paused" ? { state: "ready", reason_id: "" } : { pause_next: null });
      return done;
    case "POST /desk/pause":
      anna(state === "talking" || state === "wrapping-up" ? { pause_next: body.reason_id } : { state: "paused", reason_id: body.reason_id });
      return done;
    case "POST /desk/decline":
      missed("declined");
      return done;
    case "POST /desk/hold":
    case "POST /desk/resume":
      if (!own) return refuse(409, "not-talking", "agent 'anna' talks with nobody");
      own = { ...own, held: key.endsWith("hold") };
      anna({ held: own.held });
      return done;
    case "POST /desk/transfer":
      if (body.queue_id === "vip") return refuse(409, "queue-closed", "queue 'vip' is closed now; choose an open one");
      ended();
      return done;
    case "POST /desk/hang-up":
      ended();
      return done;
    case "POST /desk/wrap-up":
      finish();
      return done;
    case "POST /desk/disposition":
      if (own) own = { ...own, disposition_id: body.disposition_id };
      anna({});
      return done;
    case "PUT /desk/note":
      notes.set(body.contact_id, body.text);
      return done;
    case "GET /desk/phone":
      return { body: { browser: { socket: "/sip/ws", uri: "sip:web-anna@sample.invalid", user: "web-anna", password: "x", ice_servers: [] }, sip: { server: "cord.example.org", port: 5060, transport: "udp", user: "sip-anna", password: "9f2c-7d1e-44ab-8c03" } } };
    case "GET /desk/today":
      return { body: { contacts: past().filter((row) => row.outcome === "served").slice(0, 12), handled: 12, talk_s: 2710, missed: 0 } };
    default:
      return { body: { contact_id: key.split("/").at(-1), note: notes.get(key.split("/").at(-1)) ?? "", disposition_id: null } };
  }
}

function scripts(key, asked, body) {
  if (key === "GET /desk/scripts") return { body: SCRIPTS };
  if (key === "GET /desk/script/items") return { body: itemsFor(asked.get("search") ?? "") };
  if (key === "POST /desk/script/start") {
    script = new SampleScript(body.contact_id, body.flow_id, () => anna({}));
    anna({});
    return { status: 204 };
  }
  if (!script || script.contact_id !== body.contact_id) return refuse(404, "unknown-script", "no script is open for this contact");
  return key.endsWith("/back") ? script.back(body.node_id) : script.answer(body.turn, body.value);
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const server = createServer(async (request, response) => {
  const url = new URL(request.url, "http://sample");
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  if (/^\/api\/recordings\/.+\/audio$/.test(url.pathname)) return sendAudio(request, response);
  if (url.pathname.startsWith("/api/")) {
    const said = await answer(request.method, url.pathname.slice(4), url.searchParams, raw.length && type.startsWith("application/json") ? JSON.parse(raw.toString()) : {}, loginOf(request), { raw, type });
    response.writeHead(said.status ?? 200, { "Content-Type": said.type ?? "application/json", ...(said.cookie ? { "Set-Cookie": said.cookie } : {}) });
    return response.end(said.raw ?? (said.body === undefined ? undefined : JSON.stringify(said.body)));
  }
  const name = url.pathname === "/" ? "index.html" : url.pathname === "/call" ? "call.html" : normalize(url.pathname).replace(/^\/+/, "");
  try {
    const file = await readFile(join(options.static, name));
    response.writeHead(200, { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(file);
  } catch {
    response.writeHead(404).end("not here");
  }
});

const audio = wav(95);
seedPrompt(wav(7));
function sendAudio(request, response) {
  const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? "");
  const from = range ? Number(range[1]) : 0;
  const to = range?.[2] ? Number(range[2]) : audio.length - 1;
  response.writeHead(range ? 206 : 200, { "Content-Type": "audio/wav", "Accept-Ranges": "bytes", "Content-Length": to - from + 1, ...(range ? { "Content-Range": `bytes ${from}-${to}/${audio.length}` } : {}) });
  response.end(audio.subarray(from, to + 1));
}

let deskFeed = null;
server.on("upgrade", (request, stream) => {
  const url = new URL(request.url, "http://sample");
  if (url.pathname === "/sip/ws") {
    const socket = accept(request, stream, "sip");
    const isVisit = url.searchParams.has("visit");
    const sample = new SamplePhone(socket, (what) => {
      if (isVisit) return;
      if (what === "registered") anna({ reachable: true });
      if (what === "accepted") connected();
      if (what === "hung-up") ended();
    });
    if (!isVisit) {
      phone = sample;
      socket.onClose = () => {
        if (phone === sample) anna({ reachable: false });
      };
    }
    return;
  }
  const login = loginOf(request);
  const socket = accept(request, stream);
  if (!ROLE[login]) return socket.close(4401);
  const feed = { send: socket.send, session: sessionOf(login) };
  if (url.searchParams.has("desk")) {
    deskFeed?.close(4409);
    deskFeed = socket;
  }
  socket.onText = () => socket.send(JSON.stringify({ type: "pong", now: clockNow() }));
  socket.onClose = () => {
    feeds.delete(feed);
    if (deskFeed === socket) deskFeed = null;
  };
  feeds.add(feed);
  socket.send(JSON.stringify({ type: "snapshot", seq, now: clockNow(), tiles: filtered(tiles, feed.session) }));
});

setInterval(live, 1500);
server.listen(Number(options.port), "127.0.0.1", () => console.log(`sample centre: http://127.0.0.1:${server.address().port}`));

/** What flows are made of and what they leave behind, kept in memory: prompts, tables, switches, calendars, messages. */

const now = () => Date.now() / 1000;
const refuse = (status, code, says, more = {}) => ({ status, body: { code, says, ...more } });
const done = { status: 204 };

// -- prompts --

const sound = (seconds, ago) => ({ seconds, uploaded_at: ago === null ? null : now() - ago, uploaded_by: ago === null ? null : "admin" });
const prompts = new Map(
  [
    ["cord/goodbye", "Goodbye", { en: sound(1.4, null), ru: sound(1.6, null) }, ["reception"], true],
    ["cord/invalid", "That was wrong", { en: sound(2.1, null), ru: sound(2.3, null) }, ["reception", "survey"], true],
    ["cord/no-input", "Nothing was heard", { en: sound(2, null), ru: sound(2, null) }, [], true],
    ["cord/thanks", "Thank you", { en: sound(1, null), ru: sound(1.2, null) }, ["survey"], true],
    ["welcome", "Welcome to Northwind", { en: sound(6.4, 86_400 * 12), ru: sound(7.1, 86_400 * 12) }, ["reception"], false],
    ["news-december", "Opening hours in December", { ru: sound(18.2, 86_400) }, [], false],
  ].map(([prompt_id, name, sounds, used_by, shipped]) => [prompt_id, { prompt_id, name, sounds, used_by, shipped }]),
);
const recorded = new Map();
export const seedPrompt = (wav) => (seed = wav);
let seed = Buffer.alloc(0);

function promptsAnswer(method, path, body, raw, type) {
  const [, id, language] = path.split("/").slice(1).map(decodeURIComponent);
  if (method === "GET" && !id) return { body: [...prompts.values()] };
  if (method === "POST") {
    if (prompts.has(body.prompt_id)) return refuse(409, "prompt-taken", `there is a prompt '${body.prompt_id}' already`);
    prompts.set(body.prompt_id, { prompt_id: body.prompt_id, name: body.name, sounds: {}, used_by: [], shipped: false });
    return { status: 201, body: prompts.get(body.prompt_id) };
  }
  const prompt = prompts.get(id);
  if (!prompt) return refuse(404, "unknown-prompt", `there is no prompt '${id}'`);
  if (method === "GET") return { raw: recorded.get(`${id} ${language}`) ?? seed, type: recorded.has(`${id} ${language}`) ? "audio/wav" : "audio/wav" };
  if (prompt.shipped) return refuse(409, "shipped", `'${id}' comes with Cordboard and cannot be changed`);
  if (method === "PUT") {
    if (!/^audio\/(wav|mpeg|ogg|x-wav)/.test(type) || raw.length < 44) return refuse(400, "malformed", `'${id}' is no sound that can be read; WAV, MP3, OGG and FLAC are accepted`);
    recorded.set(`${id} ${language}`, raw);
    prompt.sounds = { ...prompt.sounds, [language]: { seconds: Math.max(0.5, raw.length / 32_000), uploaded_at: now(), uploaded_by: "admin" } };
    return { body: prompt };
  }
  if (prompt.used_by.length) return refuse(409, "in-use", `prompt '${id}' is used by flow '${prompt.used_by[0]}'`, { used_by: prompt.used_by });
  prompts.delete(id);
  return done;
}

// -- tables --

const tables = new Map();
const keepTable = (table_id, name, csv, used_by = []) => tables.set(table_id, { table_id, name, used_by, changed_at: now(), changed_by: "admin", ...parsed(csv) });

function parsed(csv) {
  const lines = csv.replace(/^\ufeff/, "").split(/\r?\n/).filter(Boolean);
  const separator = (lines[0] ?? "").includes(";") ? ";" : ",";
  const columns = (lines[0] ?? "").split(separator).map((one) => one.trim());
  const errors = [];
  if (columns.some((one) => !/^[a-z][a-z0-9_]*$/.test(one))) errors.push({ line: 1, says: `column '${columns.find((one) => !/^[a-z][a-z0-9_]*$/.test(one))}' must be a word of small Latin letters` });
  const rows = lines.slice(1).map((line, at) => {
    const cells = line.split(separator);
    if (cells.length !== columns.length) errors.push({ line: at + 2, says: `${cells.length} cells where there are ${columns.length} columns` });
    return Object.fromEntries(columns.map((column, index) => [column, (cells[index] ?? "").trim()]));
  });
  return { columns, rows, errors };
}

keepTable("branches", "Branches", ["postcode,district,address,hours", ...Array.from({ length: 41 }, (_, at) => `${101000 + at * 17},District ${at % 9},${at + 3} Station street,9-18`)].join("\n"), ["reception"]);
keepTable("catalogue", "Catalogue", "code,name,price\n1001,Router AX3000,5990.00\n1002,Router AX1800,3490.50\n2001,Patch cord 2 m,290.00\n");

const preview = ({ columns, rows, errors }) => ({ columns, sample: rows.slice(0, 8), total: rows.length, errors });

function tablesAnswer(method, path, asked, raw) {
  const [, id, act] = path.split("/").slice(1).map(decodeURIComponent);
  if (method === "GET" && !id) return { body: [...tables.values()].map(({ rows, errors, ...table }) => ({ ...table, rows: rows.length })) };
  if (method === "POST" && act === "preview") return { body: preview(parsed(raw.toString())) };
  if (method === "PUT") {
    const read = parsed(raw.toString());
    if (read.errors.length === 0) keepTable(id, asked.get("name") || id, raw.toString(), tables.get(id)?.used_by);
    return { body: preview(read) };
  }
  const table = tables.get(id);
  if (!table) return refuse(404, "unknown-table", `there is no table '${id}'`);
  if (act === "rows") {
    const wanted = (asked.get("search") ?? "").toLowerCase();
    const found = table.rows.filter((row) => Object.values(row).some((cell) => cell.toLowerCase().includes(wanted)));
    const page = Number(asked.get("page") ?? 1);
    return { body: { rows: found.slice((page - 1) * 100, page * 100), total: found.length } };
  }
  if (table.used_by.length) return refuse(409, "in-use", `table '${id}' is used by flow '${table.used_by[0]}'`, { used_by: table.used_by });
  tables.delete(id);
  return done;
}

// -- switches and calendars --

const switches = new Map([
  ["emergency", { name: "Emergency", name_ru: "Чрезвычайный режим", on: false, changed_at: now() - 86_400 * 40, changed_by: "sup" }],
  ["outage-north", { name: "Outage in the north", name_ru: "Авария на севере", on: true, changed_at: now() - 2400, changed_by: "sup" }],
].map(([switch_id, rest]) => [switch_id, { switch_id, ...rest }]));

const opening = (weekday, from, to) => ({ weekday, opens_min: from * 60, closes_min: to * 60 });
export const calendars = {
  office: { calendar_id: "office", name: "Office", name_ru: "Офис", hours: { timezone: "Europe/Moscow", always: false, openings: [0, 1, 2, 3, 4].flatMap((day) => [opening(day, 9, 13), opening(day, 14, 18)]) }, country: "RU", closed_on: ["2026-12-31"], open_on: [] },
  hotline: { calendar_id: "hotline", name: "Hotline", name_ru: "Горячая линия", hours: { timezone: "Europe/Moscow", always: true, openings: [] }, country: "", closed_on: [], open_on: [] },
};
export const switchesConfigured = () => Object.fromEntries([...switches].map(([id, { changed_at, changed_by, ...rest }]) => [id, rest]));

export function configureMaterial(document) {
  for (const id of Object.keys(calendars)) delete calendars[id];
  Object.assign(calendars, document.calendars ?? {});
  const wanted = document.switches ?? {};
  for (const id of [...switches.keys()]) if (!wanted[id]) switches.delete(id);
  for (const [id, one] of Object.entries(wanted)) switches.set(id, { changed_at: null, changed_by: null, on: false, ...switches.get(id), ...one, on: switches.get(id)?.on ?? one.on ?? false });
}

function switchesAnswer(method, path, body, login) {
  if (method === "GET") return { body: [...switches.values()] };
  const one = switches.get(decodeURIComponent(path.split("/")[2]));
  if (!one) return refuse(404, "unknown-switch", "there is no such switch");
  Object.assign(one, { on: body.on, changed_at: now(), changed_by: login });
  return done;
}

// -- messages --

const message = (at, kind, queue_id, number, caller_name, seconds) => ({ message_id: `m${at}`, kind, contact_id: `past-${at}`, queue_id, number, caller_name, left_at: now() - 7 * 86_400 + at * 50_000, seconds, done_at: null, done_by: null });
const messages = [
  message(1, "voicemail", "support", "+79161234567", "Ольга Сергеева", 21.4),
  message(2, "callback", "sales", "+74951112233", "", null),
  message(3, "voicemail", "billing", "+442079460123", "Peter Novak", 48),
  message(4, "callback", "support", "", "Lee Wong", null),
  message(5, "voicemail", "delivery", "+79037654321", "", 7.2),
  ...Array.from({ length: 7 }, (_, at) => message(6 + (at % 5), at % 2 ? "callback" : "voicemail", "support", `+7903765430${at}`, "", at % 2 ? null : 12)).map((one, at) => ({ ...one, message_id: `m${6 + at}` })),
];

function messagesAnswer(method, path, asked, login) {
  const [, id, act] = path.split("/").slice(1).map(decodeURIComponent);
  if (!id) return { body: messages.filter((one) => (one.done_at !== null) === (asked.get("state") === "done")) };
  const one = messages.find((each) => each.message_id === id);
  if (!one) return refuse(404, "unknown-message", `there is no message '${id}'`);
  if (act === "sound") return { raw: seed, type: "audio/wav" };
  Object.assign(one, act === "done" ? { done_at: now(), done_by: login } : { done_at: null, done_by: null });
  return done;
}

/** The answer to what is asked about these; undefined for anything else. */
export function material(method, path, asked, body, { raw, type, login }) {
  switch (path.split("/")[1]) {
    case "prompts":
      return promptsAnswer(method, path, body, raw, type);
    case "tables":
      return tablesAnswer(method, path, asked, raw);
    case "switches":
      return switchesAnswer(method, path, body, login);
    case "messages":
      return messagesAnswer(method, path, asked, login);
  }
  if (path === "/speech/voices") return { body: [["Anna", "ru", "f"], ["Aleksandr", "ru", "m"], ["Alan", "en", "m"], ["Slt", "en", "f"]].map(([name, language, gender]) => ({ name, language, gender, licence: language === "ru" ? "CC BY-SA 4.0" : "BSD" })) };
  return undefined;
}

/** A believable company: queues, people, and a day that goes on by itself. */

const pick = (list, at) => list[Math.floor(at) % list.length];
export const chance = (from, to) => from + Math.random() * (to - from);
export const clockNow = () => Date.now() / 1000;

const disposition = (disposition_id, name, name_ru) => ({ disposition_id, name, name_ru });

export const center = {
  queues: [
    ["support", "Technical support", "Техподдержка", [disposition("solved", "Solved", "Решено"), disposition("engineer", "Engineer sent", "Выезд инженера"), disposition("callback", "Will call back", "Перезвоним"), disposition("no-fault", "No fault found", "Неисправности нет")]],
    ["sales", "Sales", "Продажи", [disposition("order", "Order placed", "Заказ оформлен"), disposition("offer", "Offer sent", "Отправлено предложение"), disposition("no-interest", "Not interested", "Не интересно")]],
    ["billing", "Billing", "Счета и оплата", [disposition("explained", "Explained", "Разъяснено"), disposition("refund", "Refund", "Возврат")]],
    ["delivery", "Delivery", "Доставка", [disposition("tracked", "Told where it is", "Сообщён статус")]],
    ["vip", "Key customers", "Ключевые клиенты", [disposition("done", "Done", "Готово")]],
  ].map(([queue_id, name, name_ru, dispositions]) => ({ queue_id, name, name_ru, dispositions, wrap_up_s: 60, service_target_s: 20 })),
  pauses: [
    ["break", "Short break", "Перерыв", false],
    ["lunch", "Lunch", "Обед", false],
    ["training", "Training", "Обучение", true],
    ["paperwork", "Paperwork", "Документы", true],
  ].map(([reason_id, name, name_ru, productive]) => ({ reason_id, name, name_ru, productive })),
  agents: [],
};

const FIRST = ["Anna", "Boris", "Clara", "Dmitry", "Elena", "Farid", "Galina", "Henry", "Irina", "Jonas", "Ксения", "Леонид", "Maria", "Nikolai", "Olga", "Pavel", "Rosa", "Сергей", "Tamara", "Victor"];
const LAST = ["Petrova", "Smith", "Волкова", "Lange", "Ivanov", "Okafor", "Соколов", "Martin", "Rossi", "Kim"];
const CALLERS = ["Oleg Zaitsev", "Mary Jones", "ООО «Ромашка»", "", "Peter Novak", "", "Наталья Белова", "Lee Wong", "Фёдор Климов", "Ines Duarte"];

export function people(count) {
  center.agents = Array.from({ length: count }, (_, at) => ({
    agent_id: at === 0 ? "anna" : `agent${at}`,
    name: at === 0 ? "Anna Petrova" : `${pick(FIRST, at * 7 + at / 20)} ${pick(LAST, at * 3 + at / 7)}`,
    team: pick(["Day", "Evening", "Regional"], at),
  }));
}

let calls = 0;
export function freshContact(queue_id, state) {
  calls += 1;
  const at = clockNow();
  return {
    contact_id: `cord-${Math.round(at)}.${calls}`,
    state,
    state_since: at - chance(0, 4),
    queue_id,
    agent_id: null,
    caller: `+79${String(Math.floor(chance(100000000, 999999999)))}`,
    caller_name: pick(CALLERS, chance(0, CALLERS.length)),
    language: Math.random() < 0.4 ? "en" : "ru",
    arrived_at: at - chance(8, 20),
    position: null,
  };
}

export function pastContact(at, order) {
  const queue = pick(center.queues, order * 1.7);
  const served = order % 7 !== 3;
  const wait_s = served ? 4 + ((order * 13) % 50) : 60 + (order % 40);
  const talk_s = served ? 60 + ((order * 37) % 420) : null;
  return {
    contact_id: `past-${order}`,
    arrived_at: at,
    ended_at: at + wait_s + (talk_s ?? 0) + 12,
    number: order % 3 ? "84951234567" : "web",
    caller: order % 9 === 4 ? "" : `+7916${String(1000000 + ((order * 7919) % 8999999))}`,
    caller_name: pick(CALLERS, order * 3),
    via: order % 3 ? "trunk" : "web",
    language: order % 2 ? "ru" : "en",
    queue_id: queue.queue_id,
    agent_id: served ? pick(center.agents, order * 5)?.agent_id : null,
    outcome: served ? "served" : order % 14 === 3 ? "abandoned" : "turned-away",
    by: served ? (order % 2 ? "customer" : "agent") : order % 14 === 3 ? "customer" : "center",
    wait_s,
    talk_s,
    hold_s: served && order % 5 === 0 ? 35 : 0,
    wrap_up_s: served ? 10 + (order % 30) : null,
    offers: served ? 1 + (order % 4 === 1 ? 1 : 0) : 0,
    transfers: order % 11 === 5 ? 1 : 0,
    disposition_id: served ? pick(queue.dispositions, order)?.disposition_id : null,
    recordings: served ? [`past-${order}.o1`] : [],
  };
}

export function wholeContact(row) {
  const queued = row.arrived_at + 12;
  const connected = queued + row.wait_s;
  const segment = (kind, started_at, ended_at, agent_id = null) => ({ kind, queue_id: kind === "flow" ? null : row.queue_id, agent_id, started_at, ended_at, outcome: null });
  const segments = [segment("flow", row.arrived_at, queued), segment("queue", queued, connected)];
  const offers = [];
  if (row.talk_s) {
    segments.push(segment("talk", connected, connected + row.talk_s, row.agent_id));
    offers.push({ offer_id: "o1", agent_id: row.agent_id, offered_at: connected - Math.min(4, row.wait_s), ended_at: connected, outcome: "accepted" });
    if (row.offers > 1) offers.unshift({ offer_id: "o0", agent_id: "agent3", offered_at: queued + 1, ended_at: queued + Math.min(20, row.wait_s / 2), outcome: "lapsed" });
  }
  return { contact: row, note: row.talk_s ? "Router replaced, asked to call again if the light stays red." : "", segments, offers, runs: runsOf(row, queued, connected) };
}

function runsOf(row, queued, connected) {
  const menu = { flow_id: "main", name: "Reception", name_ru: "Приёмная", version: 2, script: false, started_at: row.arrived_at, ended_at: queued, outcome: "queue", contained: false, last_node: "to-support", seconds: 12, answers: [{ name: "order_number", value: "55124" }, { name: "wish", value: "2" }], marks: [{ mark: "order-told", at: queued - 3 }], disclosures: [] };
  if (!row.talk_s) return [menu];
  const lines = [{ code: "110", name: "Router AX3000", price: "5990.00", quantity: 1 }, { code: "204", name: "Patch cable 5 m", price: "390.00", quantity: 3 }];
  const script = { flow_id: "order-script", name: "Order by telephone", name_ru: "Заказ по телефону", version: 4, script: true, started_at: connected, ended_at: connected + row.talk_s, outcome: "goodbye", contained: false, last_node: "end", seconds: row.talk_s, answers: [{ name: "agrees", value: true }, { name: "order", value: lines }, { name: "order_total", value: "7160.00" }, { name: "comment", value: { recording: "x.m4", seconds: 14.2 } }], marks: [], disclosures: [{ node_id: "recording-notice", at: connected + 9 }, { node_id: "right-of-withdrawal", at: connected + row.talk_s - 20 }] };
  return [menu, script];
}

export function storyOf(row) {
  const lines = [];
  const tell = (at, kind, text_en, text_ru) => lines.push({ at, kind, text_en, text_ru });
  const queue = center.queues.find((one) => one.queue_id === row.queue_id);
  const agent = center.agents.find((one) => one.agent_id === row.agent_id)?.name;
  tell(row.arrived_at, "ContactArrived", `The call came to ${row.number}.`, `Звонок поступил на ${row.number}.`);
  tell(row.arrived_at + 12, "ContactQueued", `It chose ${queue.name} in the menu and took place 2.`, `Выбрана очередь «${queue.name_ru}», второе место.`);
  if (row.talk_s) {
    tell(row.arrived_at + 8 + row.wait_s, "ContactOffered", `Offered to ${agent}: has the skill, and has been ready the longest (4:12).`, `Предложено: ${agent} — есть навык и дольше всех ждёт (4:12).`);
    tell(row.arrived_at + 12 + row.wait_s, "ContactConnected", `${agent} accepted after ${row.wait_s} s of waiting; the target is 20 s.`, `${agent} отвечает через ${row.wait_s} с ожидания при цели 20 с.`);
    tell(row.ended_at, "ContactEnded", `The ${row.by} hung up.`, row.by === "agent" ? "Оператор завершил разговор." : "Клиент положил трубку.");
  } else {
    tell(row.ended_at, "ContactEnded", "The customer left while waiting.", "Клиент не дождался ответа.");
  }
  return { lines };
}

export function waveform(seconds) {
  const side = (shift) => Array.from({ length: 800 }, (_, at) => {
    const speaks = Math.sin(at / 31 + shift) > 0 ? 1 : 0.04;
    return Math.min(1, speaks * (0.25 + 0.6 * Math.abs(Math.sin(at * 1.7 + shift) * Math.sin(at / 5))));
  });
  return { seconds, left: side(0), right: side(Math.PI) };
}

/** A stereo tone a side, 8 kHz, so that the player has something to play. */
export function wav(seconds) {
  const rate = 8000;
  const frames = Math.floor(seconds * rate);
  const file = Buffer.alloc(44 + frames * 4);
  file.write("RIFF", 0);
  file.writeUInt32LE(36 + frames * 4, 4);
  file.write("WAVEfmt ", 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(2, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * 4, 28);
  file.writeUInt16LE(4, 32);
  file.writeUInt16LE(16, 34);
  file.write("data", 36);
  file.writeUInt32LE(frames * 4, 40);
  for (let at = 0; at < frames; at++) {
    const turn = Math.floor(at / rate / 3) % 2;
    file.writeInt16LE(turn ? 0 : Math.sin((at / rate) * 2 * Math.PI * 330) * 6000, 44 + at * 4);
    file.writeInt16LE(turn ? Math.sin((at / rate) * 2 * Math.PI * 440) * 6000 : 0, 46 + at * 4);
  }
  return file;
}

export function report(asked) {
  const from = Number(asked.get("from"));
  const to = Math.min(Number(asked.get("to")), clockNow());
  const interval = Number(asked.get("interval"));
  const queues = center.queues.filter((queue) => !asked.get("queue_id") || queue.queue_id === asked.get("queue_id"));
  const sum = (rows, start, queue_id) => {
    const add = (name) => rows.reduce((total, row) => total + row[name], 0);
    const mean = (name) => (add("answered") ? rows.reduce((total, row) => total + (row[name] ?? 0) * row.answered, 0) / add("answered") : null);
    return { start, queue_id, offered: add("offered"), answered: add("answered"), abandoned: add("abandoned"), abandoned_short: add("abandoned_short"), turned_away: add("turned_away"), answered_in_target: add("answered_in_target"), service_level: add("offered") ? add("answered_in_target") / add("offered") : null, asa_s: mean("asa_s"), aht_s: mean("aht_s"), wait_max_s: Math.max(0, ...rows.map((row) => row.wait_max_s ?? 0)) };
  };
  const rows = [];
  for (let start = from; start < to; start += interval) {
    queues.forEach((queue, at) => {
      const hour = new Date(start * 1000).getHours() + new Date(start * 1000).getMinutes() / 60;
      const busy = interval === 86400 ? 12 : Math.max(0, Math.exp(-((hour - 11) ** 2) / 10) + 0.8 * Math.exp(-((hour - 16) ** 2) / 8) - 0.05);
      const offered = Math.round(busy * (22 - at * 4) + ((start / interval) % 3) * busy);
      const abandoned = Math.round(offered * (0.04 + 0.07 * busy * ((at % 2) + 0.3)) * (interval === 86400 ? 0.2 : 1));
      const answered = offered - abandoned;
      const answered_in_target = Math.round(answered * (0.93 - Math.min(0.3, busy * 0.12)));
      rows.push({ start, queue_id: queue.queue_id, offered, answered, abandoned, abandoned_short: Math.round(abandoned / 4), turned_away: at === 2 ? 1 : 0, answered_in_target, service_level: offered ? answered_in_target / offered : null, asa_s: answered ? 9 + busy * 14 : null, aht_s: answered ? 190 + at * 31 : null, wait_max_s: offered ? 30 + busy * 120 : null });
    });
  }
  const define = (unit, means, formula) => ({ unit, means, formula });
  return {
    rows,
    totals: queues.map((queue) => sum(rows.filter((row) => row.queue_id === queue.queue_id), from, queue.queue_id)),
    definitions: {
      offered: define("contacts", "Contacts that came into the queue.", "count(queued)"),
      service_level: define("share", "Answered in target.", "answered_in_target / (offered - abandoned_short)"),
      asa_s: define("s", "Average speed of answer.", "sum(wait of answered) / answered"),
    },
  };
}

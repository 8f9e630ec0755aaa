/** Figures of flows, from conversations that are walked through the graph by chance, the same on every start. */

const CONVERSATIONS = 1840;
const HANDS_OVER = new Set(["to-queue", "to-agent"]);

/** What the report on flows answers; `flows` are pairs of id and versions. */
export function flowFigures(flows, asked) {
  const flowId = asked.get("flow_id");
  const version = asked.get("version");
  const span = Math.min(30, Math.max(1, Math.round((Number(asked.get("to")) - Number(asked.get("from"))) / 86400)));
  const rows = [];
  const nodes = new Map();
  let graph = null;
  let graph_version = null;
  for (const [flow_id, versions] of flows) {
    if (flowId && flowId !== flow_id) continue;
    for (const [at, one] of [...versions].reverse().entries()) {
      if (version && Number(version) !== one.version) continue;
      const walked = walk(one.document, Math.round((CONVERSATIONS * span) / (at ? 6 : 1)), one.version);
      rows.push({ flow_id, version: one.version, name: one.document.name, name_ru: one.document.name_ru ?? "", script: one.document.purpose === "script", ...walked.sums });
      graph ??= one.document;
      graph_version ??= one.version;
      if (flowId) for (const [id, figures] of walked.nodes) nodes.set(id, nodes.has(id) ? added(nodes.get(id), figures) : figures);
    }
  }
  const shown = [...nodes].map(([node_id, { seconds, ...figures }]) => ({ node_id, ...figures, average_s: figures.visits ? seconds / figures.visits : null }));
  const definitions = { containment: { unit: "ratio", means: "", formula: "contained / entered" } };
  return { flows: rows, nodes: shown.sort((a, b) => b.entered - a.entered), graph: flowId ? graph : null, graph_version: flowId ? graph_version : null, definitions };
}

function added(a, b) {
  const ways = { ...a.ways };
  for (const [way, count] of Object.entries(b.ways)) ways[way] = (ways[way] ?? 0) + count;
  return { ...Object.fromEntries(Object.entries(a).filter(([, value]) => typeof value === "number").map(([name, value]) => [name, value + b[name]])), ways };
}

function walk(document, count, seed) {
  const chance = fixedChance(seed);
  const nodes = new Map();
  const sums = { entered: count, completed: 0, contained: 0, handed_over: 0, messages: 0, abandoned: 0, failed: 0 };
  const numbers = new Map();
  let seconds = 0;
  for (let n = 0; n < count; n++) {
    const number = ["+7 495 100-20-30", "8 800 100-20-30", "web"][Math.floor(chance() * chance() * 3)];
    const by = numbers.get(number) ?? { number, entered: 0, contained: 0 };
    by.entered += 1;
    numbers.set(number, by);
    const been = new Set();
    const took = new Set();
    let served = false;
    let id = document.start;
    for (let step = 0; step < 40; step++) {
      const node = document.nodes[id];
      if (!node) break;
      const figures = nodes.get(id) ?? { entered: 0, visits: 0, left_here: 0, timeouts: 0, wrong: 0, errors: 0, seconds: 0, ways: {} };
      nodes.set(id, figures);
      figures.visits += 1;
      if (!been.has(id)) figures.entered += 1;
      been.add(id);
      const talks = ["say", "menu", "ask", "voicemail"].includes(node.kind);
      const spent = talks ? 2 + chance() * 14 : HANDS_OVER.has(node.kind) ? 1 : 0.1;
      figures.seconds += spent;
      seconds += spent;
      served ||= node.kind === "mark" && node.served;
      if (["menu", "ask"].includes(node.kind)) {
        if (chance() < 0.07) figures.timeouts += 1;
        if (chance() < 0.05) figures.wrong += 1;
      }
      if (talks && chance() < (node.kind === "ask" ? 0.13 : 0.035)) {
        if (served) contained(sums, by);
        else {
          figures.left_here += 1;
          sums.abandoned += 1;
        }
        break;
      }
      if (node.kind === "goodbye") {
        sums.completed += 1;
        if (node.served === false) sums.failed += 1;
        else if (been.has("book") || been.has("night")) sums.messages += 1;
        else contained(sums, by);
        break;
      }
      if (HANDS_OVER.has(node.kind)) {
        sums.completed += 1;
        sums.handed_over += 1;
        break;
      }
      const [way, next] = wayOf(document, node, chance);
      if (way === "error") figures.errors += 1;
      if (!took.has(`${id} ${way}`)) figures.ways[way] = (figures.ways[way] ?? 0) + 1;
      took.add(`${id} ${way}`);
      id = next;
    }
  }
  return { nodes, sums: { ...sums, containment: document.purpose === "script" ? null : sums.contained / count, average_s: seconds / count, by_number: [...numbers.values()] } };
}

function contained(sums, by) {
  sums.contained += 1;
  by.contained += 1;
}

function wayOf(document, node, chance) {
  const ways = [];
  const add = (way, target, weight) => target && ways.push([way, target, weight]);
  for (const [at, [key, target]] of Object.entries(node.choices ?? {}).entries()) add(key, target, 1 / (at + 1));
  for (const [at, branch] of (node.branches ?? []).entries()) add(String(at + 1), branch.next, 0.3);
  for (const [field, way, weight] of [["next", "next", 1], ["otherwise", "otherwise", 1], ["open", "open", 0.8], ["closed", "closed", 0.15], ["emergency", "emergency", 0.05], ["found", "found", 0.8], ["not_found", "not-found", 0.15], ["on_failure", "failure", 0.08], ["on_error", "error", 0.04]]) add(way, node[field], weight);
  if (node.kind === "menu" && document.person) add("person", document.person, 0.12);
  let at = chance() * ways.reduce((sum, [, , weight]) => sum + weight, 0);
  return ways.find(([, , weight]) => (at -= weight) < 0) ?? ways[0] ?? ["next", ""];
}

/** Numbers from 0 to 1 that only look like chance. Source: mulberry32, public domain. */
function fixedChance(seed) {
  let state = seed * 0x9e3779b1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

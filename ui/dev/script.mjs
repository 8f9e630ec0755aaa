/** A sample script: two questionnaires that an agent fills in, with every kind of step. */

const SECRET_WORD = "0000";

const ITEMS = [
  ["1001", "Router AX3000", "5990.00"],
  ["1002", "Router AX1800, white", "3490.50"],
  ["1010", "Mesh point, set of two", "8990"],
  ["2001", "Patch cord 2 m", "290.00"],
  ["2002", "Patch cord 5 m", "420.00"],
  ["3001", "Installation at home", "1500"],
].map(([code, name, price]) => ({ code, name, price }));

export const itemsFor = (search) => {
  const wanted = search.toLowerCase();
  return ITEMS.filter((item) => item.code.startsWith(wanted) || item.name.toLowerCase().includes(wanted));
};

const option = (value, label) => ({ value, label });
const ask = (form, text, next, options = []) => ({ kind: "ask", form, text, next, options });
const digits = /^\d+$/;

const NODES = {
  hello: { kind: "say", text: "Good afternoon! This is Northwind. Am I speaking with Olga Sergeeva?", next: () => "know" },
  know: ask({ kind: "yes-no" }, "May I ask a few questions about your connection? It takes two minutes.", (value) => (value ? "law" : "bye")),
  law: { kind: "disclose", text: "This conversation is recorded to check the quality of our work. You may refuse at any time.\nThe data is kept for ninety days.", next: () => "reason" },
  reason: { kind: "menu", text: "What matters most to you?", options: [option("1", "Speed"), option("2", "Price"), option("3", "Help when something breaks")], next: () => "city" },
  city: ask({ kind: "choice" }, "In which city do you live?", () => "contract", [option("msk", "Moscow"), option("spb", "Saint Petersburg"), option("kzn", "Kazan"), option("else", "Another one")]),
  contract: ask({ kind: "digits", least: 6, most: 8 }, "Please name your contract number, Olga.", () => "people"),
  people: ask({ kind: "number", least: 1, most: 12 }, "How many people use the internet at your home?", () => "day"),
  day: ask({ kind: "date", earliest_days: 0, latest_days: 14 }, "On which day may the engineer come?", () => "pin"),
  pin: ask({ kind: "secret", least: 4, most: 4 }, "To confirm it, please say your code word in digits.", () => "looks"),
  looks: { kind: "wait", text: "", next: () => "order", lasts: 1800 },
  order: { kind: "order", text: "What would you like to order?", currency: "RUB", table_id: "catalogue", next: () => "csat" },
  csat: ask({ kind: "rating", scale: "csat" }, "How satisfied are you with the service, from one to five?", () => "nps"),
  nps: ask({ kind: "rating", scale: "nps" }, "How likely are you to recommend us to a friend, from zero to ten?", () => "why"),
  why: ask({ kind: "text", most: 500 }, "What should we do better?", () => "bye"),
  bye: { kind: "end", text: "Thank you for your time, and have a nice day!" },
};

export const SCRIPTS = [
  { flow_id: "questionnaire", name: "Telephone questionnaire", name_ru: "Телефонный опрос" },
  { flow_id: "order-taking", name: "Taking an order", name_ru: "Приём заказа" },
];

export class SampleScript {
  constructor(contact_id, flow_id, tell) {
    Object.assign(this, { contact_id, flow_id, tell, turn: 1, steps: [], says: "", at: flow_id === "questionnaire" ? "hello" : "order" });
  }

  view() {
    const { kind, text, form = null, options = [], table_id = "", currency = "" } = NODES[this.at];
    const ended = kind === "end";
    const current = { node_id: this.at, kind, text, form: form?.kind === "choice" ? { ...form, options: options.map(({ value }, at) => ({ value, key: String(at + 1) })) } : form, options, table_id, currency, says: this.says };
    return { contact_id: this.contact_id, flow_id: this.flow_id, name: SCRIPTS.find((one) => one.flow_id === this.flow_id).name, name_ru: SCRIPTS.find((one) => one.flow_id === this.flow_id).name_ru, language: "en", turn: this.turn, ended, steps: this.steps, current, answers: {} };
  }

  answer(turn, value) {
    if (turn !== this.turn) return { status: 204 };
    const node = NODES[this.at];
    this.says = misfit(node, value);
    if (!this.says) {
      const label = node.options?.find((one) => one.value === value)?.label;
      const kept = label ?? (node.form?.kind === "secret" ? null : node.kind === "order" ? value.map((line) => ({ ...ITEMS.find((item) => item.code === line.code), ...line })) : value);
      this.steps = [...this.steps, { node_id: this.at, kind: node.kind, text: node.text, value: kept, at: Date.now() / 1000 }];
      this.go(node.next(value));
    }
    this.turn += 1;
    this.tell();
    return { status: 204 };
  }

  go(to) {
    this.at = to;
    const { lasts } = NODES[to];
    if (lasts) setTimeout(() => this.at === to && (this.go(NODES[to].next()), (this.turn += 1), this.tell()), lasts);
  }

  back(node_id) {
    const at = this.steps.findIndex((step) => step.node_id === node_id);
    if (at < 0) return { status: 404, body: { code: "unknown-step", says: `the script has no step ${node_id} behind it` } };
    this.steps = this.steps.slice(0, at);
    Object.assign(this, { at: node_id, says: "", turn: this.turn + 1 });
    this.tell();
    return { status: 204 };
  }
}

function misfit({ form }, value) {
  if (!form) return "";
  const { kind, least, most } = form;
  if (kind === "digits" && !(digits.test(value) && value.length >= least && value.length <= most)) return `From ${least} to ${most} digits are expected.`;
  if (kind === "number" && !(value >= least && value <= most)) return `A number from ${least} to ${most} is expected.`;
  if (kind === "secret" && value === SECRET_WORD) return "The code does not fit.";
  return "";
}

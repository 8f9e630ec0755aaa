/** Every question to the server, typed. The one place that knows paths, the CSRF header and the shape of an error. */

import type { Problem } from "./flows/graph/faults";
import type { Case, Flow, Part, Step } from "./flows/graph/language";
import type {
  Account,
  AccountChange,
  AuditPage,
  CaseResult,
  Center,
  Company,
  ContactPage,
  ContactQuery,
  ContactWhole,
  FlowChange,
  FlowLine,
  FlowReportQuery,
  FlowsReport,
  FlowOpened,
  FlowTemplate,
  FlowUse,
  FlowVersion,
  KnownCaller,
  Message,
  MessageState,
  NewAccount,
  NewFlow,
  OrderItem,
  OwnContact,
  PhoneAccess,
  PhoneKind,
  PromptLine,
  Rehearsed,
  Report,
  ReportQuery,
  ScriptLine,
  Session,
  Story,
  SwitchLine,
  TableLine,
  TablePreview,
  TableRows,
  TestCall,
  Today,
  Visit,
  Voice,
  Waveform,
} from "./wire";

/** The server said no, or did not answer at all (`status` 0, `code` "offline"). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly says: string,
    /** Sentences about single faults, when the server sends a list of them. */
    readonly problems: readonly string[] = [],
    /** Everything else that the answer says. */
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(says);
  }
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

let csrf = "";

/** Keep the token that every unsafe request must carry. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

export function query(values: object): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== "") words.set(name, String(value));
  }
  const text = words.toString();
  return text ? `?${text}` : "";
}

async function ask<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const answer = await send(method, path, body);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function send(method: Method, path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json, audio/wav;q=0.5" };
  const raw = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = raw ? body.type : "application/json";
  if (method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, {
      method,
      headers,
      credentials: "same-origin",
      body: raw || body === undefined ? body : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, "offline", "The centre does not answer.");
  }
  if (answer.ok) return answer;
  throw await errorOf(answer);
}

type Said = { code?: string; says?: string; problems?: unknown[] } | null;

async function errorOf(answer: Response): Promise<ApiError> {
  return errorSaid(answer.status, answer.statusText, (await answer.json().catch(() => null)) as Said);
}

function errorSaid(status: number, words: string, said: Said): ApiError {
  return new ApiError(
    status,
    said?.code ?? `http-${status}`,
    said?.says ?? words,
    said?.problems?.filter((one) => typeof one === "string") ?? [],
    said ?? {},
  );
}

/** Told the share that has been sent, 0 to 1. */
export type Progress = (share: number) => void;

/** PUT a file. Only XMLHttpRequest tells how much of it has been sent. */
function upload<T>(path: string, file: Blob, progress: Progress): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api${path}`);
    request.responseType = "json";
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", file.type);
    if (csrf) request.setRequestHeader("X-CSRF-Token", csrf);
    request.upload.onprogress = (sent) => sent.lengthComputable && progress(sent.loaded / sent.total);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as T);
      else reject(errorSaid(request.status, request.statusText, request.response as Said));
    };
    request.onerror = () => reject(new ApiError(0, "offline", "The centre does not answer."));
    request.send(file);
  });
}

const get = <T>(path: string) => ask<T>("GET", path);
const post = <T = void>(path: string, body: unknown = {}) => ask<T>("POST", path, body);
const id = encodeURIComponent;

export const session = {
  current: () => get<Session>("/session"),
  signIn: (login: string, password: string) => post<Session>("/session", { login, password }),
  signOut: () => ask<void>("DELETE", "/session"),
  changePassword: (old: string, fresh: string) => post("/session/password", { old, new: fresh }),
};

export const center = { all: () => get<Center>("/center") };

export const desk = {
  signIn: (phone: PhoneKind) => post("/desk/sign-in", { phone }),
  signOut: () => post("/desk/sign-out"),
  ready: () => post("/desk/ready"),
  pause: (reason_id: string) => post("/desk/pause", { reason_id }),
  decline: () => post("/desk/decline"),
  hold: () => post("/desk/hold"),
  resume: () => post("/desk/resume"),
  transfer: (queue_id: string) => post("/desk/transfer", { queue_id }),
  hangUp: () => post("/desk/hang-up"),
  finishWrapUp: () => post("/desk/wrap-up"),
  setDisposition: (contact_id: string, disposition_id: string) =>
    post("/desk/disposition", { contact_id, disposition_id }),
  saveNote: (contact_id: string, text: string) => ask<void>("PUT", "/desk/note", { contact_id, text }),
  phone: () => get<PhoneAccess>("/desk/phone"),
  today: () => get<Today>("/desk/today"),
  contact: (contact_id: string) => get<OwnContact>(`/desk/contact/${id(contact_id)}`),
};

export const customers = {
  byNumber: (number: string) => get<KnownCaller>(`/customers/by-number/${id(number)}`),
};

export const contacts = {
  page: (asked: ContactQuery) => get<ContactPage>(`/contacts${query(asked)}`),
  whole: (contact_id: string) => get<ContactWhole>(`/contacts/${id(contact_id)}`),
  story: (contact_id: string) => get<Story>(`/contacts/${id(contact_id)}/story`),
  waveform: (recording_id: string) => get<Waveform>(`/recordings/${id(recording_id)}/waveform`),
  audioUrl: (recording_id: string) => `/api/recordings/${id(recording_id)}/audio`,
};

export const reports = {
  queues: (asked: ReportQuery) => get<Report>(`/reports/queues${query(asked)}`),
  queuesCsvUrl: (asked: ReportQuery) => `/api/reports/queues.csv${query(asked)}`,
  flows: (asked: FlowReportQuery) => get<FlowsReport>(`/reports/flows${query(asked)}`),
  flowsCsvUrl: (asked: FlowReportQuery) => `/api/reports/flows.csv${query(asked)}`,
  flowNodesCsvUrl: (asked: FlowReportQuery) => `/api/reports/flow-nodes.csv${query(asked)}`,
};

export const accounts = {
  all: async () => (await get<{ accounts: Account[] }>("/accounts")).accounts,
  create: (fresh: NewAccount) => post<{ login: string; password: string }>("/accounts", fresh),
  resetPassword: (login: string) => post<{ password: string }>(`/accounts/${id(login)}/password`),
  change: (login: string, what: AccountChange) =>
    ask<void>("PATCH", `/accounts/${id(login)}`, what),
  endSessions: (login: string) => ask<void>("DELETE", `/accounts/${id(login)}/sessions`),
  audit: (before?: number) => get<AuditPage>(`/accounts/audit${query({ before, limit: 100 })}`),
};

export const configuration = {
  read: () => get<Record<string, unknown>>("/configuration"),
  write: (document: unknown) => ask<void>("PUT", "/configuration", document),
};

export const flows = {
  all: async () => (await get<{ flows: FlowLine[] }>("/flows")).flows,
  templates: () => get<FlowTemplate[]>("/flows/templates"),
  create: (fresh: NewFlow) => post<FlowOpened>("/flows", fresh),
  open: (flow_id: string) => get<FlowOpened>(`/flows/${id(flow_id)}`),
  save: (flow_id: string, document: Flow, rev: number) =>
    ask<{ rev: number; problems: Problem[] }>("PUT", `/flows/${id(flow_id)}/draft`, { document, rev }),
  discard: (flow_id: string) => ask<void>("DELETE", `/flows/${id(flow_id)}/draft`),
  remove: (flow_id: string) => ask<void>("DELETE", `/flows/${id(flow_id)}`),
  check: async (document: Flow) => (await post<{ problems: Problem[] }>("/flows/check", { document })).problems,
  publish: (flow_id: string, rev: number, note: string) =>
    post<{ version: number }>(`/flows/${id(flow_id)}/publish`, { rev, note }),
  versions: (flow_id: string) => get<FlowVersion[]>(`/flows/${id(flow_id)}/versions`),
  version: async (flow_id: string, version: number) =>
    (await get<{ document: Flow }>(`/flows/${id(flow_id)}/versions/${version}`)).document,
  restore: (flow_id: string, version: number, note: string) =>
    post<{ version: number }>(`/flows/${id(flow_id)}/versions/${version}/restore`, { note }),
  diff: (flow_id: string, before: string, after: string) =>
    get<FlowChange[]>(`/flows/${id(flow_id)}/diff${query({ before, after })}`),
  uses: (flow_id: string) => get<FlowUse[]>(`/flows/${id(flow_id)}/uses`),
  rehearse: (document: Flow, circumstances: Omit<Case, "steps">, acts: readonly Step[]) =>
    post<Rehearsed>("/flows/try", { document, case: { ...circumstances, steps: [] }, acts }),
  runCases: (document: Flow) => post<CaseResult[]>("/flows/cases", { document }),
  testCall: (flow_id: string, document: Flow) => post<TestCall>(`/flows/${id(flow_id)}/test-call`, { document }),
  print: async (document: Flow) => (await post<{ text: string }>("/flows/print", { document })).text,
  parse: (text: string) => post<{ document: Flow; problems: Problem[] }>("/flows/parse", { text }),
  numbers: (flow_id: string, from: number, to: number) =>
    get<FlowsReport>(`/reports/flows${query({ flow_id, from, to })}`),
};

export const prompts = {
  all: () => get<PromptLine[]>("/prompts"),
  create: (prompt_id: string, name: string) => post("/prompts", { prompt_id, name }),
  upload: (prompt_id: string, language: string, sound: Blob, progress: Progress) =>
    upload<void>(`/prompts/${id(prompt_id)}/${id(language)}`, sound, progress),
  /** `version` makes a replaced sound another address, so that no cache keeps the old one. */
  soundUrl: (prompt_id: string, language: string, version: number | null) =>
    `/api/prompts/${prompt_id.split("/").map(id).join("/")}/${id(language)}${query({ version })}`,
  remove: (prompt_id: string) => ask<void>("DELETE", `/prompts/${id(prompt_id)}`),
};

export const tables = {
  all: () => get<TableLine[]>("/tables"),
  preview: async (table_id: string, csv: Blob) =>
    (await (await send("POST", `/tables/${id(table_id)}/preview`, csv)).json()) as TablePreview,
  keep: (table_id: string, name: string, csv: Blob, progress: Progress) =>
    upload<TablePreview>(`/tables/${id(table_id)}${query({ name })}`, csv, progress),
  rows: (table_id: string, search: string, page: number) =>
    get<TableRows>(`/tables/${id(table_id)}/rows${query({ search, page })}`),
  remove: (table_id: string) => ask<void>("DELETE", `/tables/${id(table_id)}`),
};

export const switches = {
  all: () => get<SwitchLine[]>("/switches"),
  turn: (switch_id: string, on: boolean) => ask<void>("PUT", `/switches/${id(switch_id)}`, { on }),
};

export const messages = {
  all: (state: MessageState) => get<Message[]>(`/messages${query({ state })}`),
  sound: async (message_id: string) => (await send("GET", `/messages/${id(message_id)}/sound`)).blob(),
  done: (message_id: string) => post(`/messages/${id(message_id)}/done`),
  reopen: (message_id: string) => post(`/messages/${id(message_id)}/reopen`),
};

export const script = {
  all: () => get<ScriptLine[]>("/desk/scripts"),
  start: (contact_id: string, flow_id: string) => post("/desk/script/start", { contact_id, flow_id }),
  answer: (contact_id: string, turn: number, value: unknown) =>
    post("/desk/script/answer", { contact_id, turn, value }),
  back: (contact_id: string, node_id: string) => post("/desk/script/back", { contact_id, node_id }),
  items: (contact_id: string, search: string) =>
    get<OrderItem[]>(`/desk/script/items${query({ contact_id, search })}`),
};

export const speech = {
  voices: () => get<Voice[]>("/speech/voices"),
  listen: async (said: readonly Part[], language: string): Promise<Blob> =>
    (await send("POST", "/speech/listen", { prompts: said, language })).blob(),
};

export const visit = {
  company: () => get<Company>("/visit"),
  start: (language: string) => post<Visit>("/visit", { language }),
};

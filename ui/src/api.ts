/** Every question to the server, typed. The one place that knows paths, the CSRF header and the shape of an error. */

import type {
  Account,
  AccountChange,
  AuditPage,
  Center,
  Company,
  ContactPage,
  ContactQuery,
  ContactWhole,
  KnownCaller,
  NewAccount,
  OwnContact,
  PhoneAccess,
  PhoneKind,
  Report,
  ReportQuery,
  Session,
  Story,
  Today,
  Visit,
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
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
  let answer: Response;
  try {
    answer = await fetch(`/api${path}`, {
      method,
      headers,
      credentials: "same-origin",
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, "offline", "The centre does not answer.");
  }
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as T;
  throw await errorOf(answer);
}

async function errorOf(answer: Response): Promise<ApiError> {
  const said = (await answer.json().catch(() => null)) as { code?: string; says?: string; problems?: string[] } | null;
  return new ApiError(
    answer.status,
    said?.code ?? `http-${answer.status}`,
    said?.says ?? answer.statusText,
    said?.problems ?? [],
  );
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

export const visit = {
  company: () => get<Company>("/visit"),
  start: (language: string) => post<Visit>("/visit", { language }),
};

/** What travels between server and browser. Instants are seconds since the epoch; names ending in `_s` are seconds. */

export type Language = "en" | "ru";

export type Permission =
  | "serve"
  | "see-floor"
  | "see-contacts"
  | "hear-recordings"
  | "see-reports"
  | "see-customers"
  | "steer-floor"
  | "configure"
  | "manage-accounts"
  | "see-audit";

export type Role = "agent" | "supervisor" | "manager" | "administrator";

export interface Session {
  login: string;
  name: string;
  roles: Role[];
  permissions: Permission[];
  agent_id: string | null;
  language: Language;
  csrf: string;
  expires_at: number;
  demo: boolean;
}

// -- the center as configured --

export interface Named {
  name: string;
  name_ru: string;
}

export interface Disposition extends Named {
  disposition_id: string;
}

export interface Queue extends Named {
  queue_id: string;
  dispositions: Disposition[];
  wrap_up_s: number;
  service_target_s: number;
}

export interface PauseReason extends Named {
  reason_id: string;
  productive: boolean;
}

export interface Agent {
  agent_id: string;
  name: string;
  team: string;
}

export interface Center {
  queues: Queue[];
  pauses: PauseReason[];
  agents: Agent[];
}

// -- the live feed --

export type AgentState = "signed-out" | "ready" | "paused" | "offered" | "talking" | "wrapping-up";
export type ContactState = "new" | "arrived" | "waiting" | "offered" | "talking" | "leaving" | "ended";
export type PhoneKind = "browser" | "sip";

export interface SystemTile {
  switch_up: boolean;
  store_trouble: string;
  version: string;
}

export interface QueueTile {
  queue_id: string;
  waiting: number;
  oldest_at: number | null;
  offered: number;
  talking: number;
  agents_ready: number;
  agents_present: number;
  expected_wait_s: number | null;
  today: {
    offered: number;
    answered: number;
    abandoned: number;
    abandoned_short: number;
    turned_away: number;
    answered_in_target: number;
    service_level: number | null;
    asa_s: number | null;
    aht_s: number | null;
    abandonment: number | null;
  };
}

export interface AgentTile {
  agent_id: string;
  name: string;
  team: string;
  state: AgentState;
  state_since: number;
  reason_id: string | null;
  pause_next: string | null;
  phone: PhoneKind | null;
  reachable: boolean;
  contact_id: string | null;
  queue_id: string | null;
  held: boolean;
  today: { handled: number; talk_s: number; missed: number };
}

export interface ContactTile {
  contact_id: string;
  state: ContactState;
  state_since: number;
  queue_id: string | null;
  agent_id: string | null;
  caller: string;
  caller_name: string;
  language: string;
  arrived_at: number;
  position: number | null;
}

export interface DeskContact {
  contact_id: string;
  offer_id: string | null;
  caller: string;
  caller_name: string;
  number: string;
  via: string;
  language: string;
  queue_id: string | null;
  arrived_at: number;
  queued_at: number | null;
  state: ContactState | "wrapping-up";
  state_since: number;
  connected_at: number | null;
  held: boolean;
  expires_at: number | null;
  wrap_up_until: number | null;
  disposition_id: string | null;
}

export interface DeskTile extends AgentTile {
  contact: DeskContact | null;
}

export interface Tiles {
  system: SystemTile;
  desk: DeskTile;
  [queue: `queue:${string}`]: QueueTile;
  [agent: `agent:${string}`]: AgentTile;
  [contact: `contact:${string}`]: ContactTile;
}

export type Tile = SystemTile | DeskTile | QueueTile | AgentTile | ContactTile;

export type Frame =
  | { type: "snapshot"; seq: number; now: number; tiles: Record<string, Tile> }
  | { type: "delta"; seq: number; now: number; tiles: Record<string, Tile | null> }
  | { type: "pong"; now: number };

// -- the desk --

export interface PhoneAccess {
  browser: { socket: string; uri: string; user: string; password: string; ice_servers: RTCIceServer[] };
  sip: { server: string; port: number; transport: string; user: string; password: string };
}

export interface Today {
  contacts: ContactRow[];
  handled: number;
  talk_s: number;
}

export interface OwnContact {
  contact_id: string;
  note: string;
  disposition_id: string | null;
}

// -- customers --

export interface Customer {
  customer_id: string;
  name: string;
  numbers: string[];
  language: string;
  company: string;
  note: string;
}

export interface KnownCaller {
  customers: Customer[];
  recent: { contact_id: string; at: number; queue_id: string | null; outcome: Outcome | null }[];
}

// -- the call log --

export type Outcome = "served" | "abandoned" | "left-in-flow" | "turned-away" | "lost";

export interface ContactRow {
  contact_id: string;
  arrived_at: number;
  ended_at: number | null;
  number: string;
  caller: string;
  caller_name: string;
  via: string;
  language: string;
  queue_id: string | null;
  agent_id: string | null;
  outcome: Outcome | null;
  by: string | null;
  wait_s: number | null;
  talk_s: number | null;
  hold_s: number | null;
  wrap_up_s: number | null;
  offers: number;
  transfers: number;
  disposition_id: string | null;
  recordings: string[];
}

export interface ContactQuery {
  from?: number;
  to?: number;
  queue_id?: string;
  agent_id?: string;
  outcome?: string;
  caller?: string;
  text?: string;
  cursor?: string;
  limit?: number;
}

export interface ContactPage {
  rows: ContactRow[];
  next_cursor: string | null;
}

export interface Segment {
  kind: "flow" | "queue" | "talk";
  queue_id: string | null;
  agent_id: string | null;
  started_at: number;
  ended_at: number | null;
  outcome: string | null;
}

export interface Offer {
  offer_id: string;
  agent_id: string;
  offered_at: number;
  ended_at: number | null;
  outcome: string | null;
}

export interface ContactWhole {
  contact: ContactRow;
  note: string;
  segments: Segment[];
  offers: Offer[];
}

export interface Story {
  lines: { at: number; kind: string; text_en: string; text_ru: string }[];
}

export interface Waveform {
  seconds: number;
  left: number[];
  right: number[];
}

// -- reports --

export interface ReportRow {
  start: number;
  queue_id: string;
  offered: number;
  answered: number;
  abandoned: number;
  abandoned_short: number;
  turned_away: number;
  answered_in_target: number;
  service_level: number | null;
  asa_s: number | null;
  aht_s: number | null;
  wait_max_s: number | null;
}

export interface Report {
  rows: ReportRow[];
  totals: ReportRow[];
  definitions: Record<string, { unit: string; means: string; formula: string }>;
}

export interface ReportQuery {
  from: number;
  to: number;
  queue_id?: string;
  interval: 1800 | 86400;
  tz: string;
}

// -- accounts --

export interface Account {
  login: string;
  name: string;
  roles: Role[];
  agent_id: string | null;
  language: Language;
  active: boolean;
  last_seen_at?: number | null;
  sessions?: number;
}

export interface NewAccount {
  login: string;
  name: string;
  roles: Role[];
  agent_id?: string;
  language: Language;
}

export interface AuditRow {
  at: number;
  login: string | null;
  action: string;
  subject?: string | null;
  detail?: unknown;
  address?: string | null;
}

// -- the customer's page --

export interface VisitOffer {
  name: { en: string; ru: string };
}

export interface Visit {
  token: string;
  socket: string;
  uri: string;
  user: string;
  password: string;
  target: string;
  expires_at: number;
  ice_servers?: RTCIceServer[];
}

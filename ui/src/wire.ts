/**
 * What travels between server and browser. Instants are seconds since the epoch; names ending in `_s` are seconds.
 *
 * Questions and answers are generated from the server's own description (`npm run client`), so they cannot drift from it;
 * here they get the names that the screens use. The live feed is no part of that description and is written out.
 */

import type * as server from "./api/client";
import type { Case, Flow, Kind, Purpose } from "./flows/graph/language";

/** A shape with some fields narrowed to what the server really sends there. */
type With<Shape, Fields> = Omit<Shape, keyof Fields> & Fields;

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

export type Role = server.Role;
export type Outcome = server.Outcome;
export type Session = With<server.SessionShown, { roles: Role[]; permissions: Permission[]; language: Language }>;

// -- the center as configured --

export type Disposition = server.DispositionShown;
export type Queue = server.QueueShown;
export type Center = server.CenterShown;

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
  /** Empty unless paused. */
  reason_id: string;
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
  arrived_at: number | null;
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
  /** What the agent reads to this contact; centres without scripts send nothing. */
  script?: ScriptView | null;
}

/** How many contacts are in each node now, by version and node. */
export interface FlowTile {
  flow_id: string;
  versions: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Tiles {
  system: SystemTile;
  desk: DeskTile;
  [queue: `queue:${string}`]: QueueTile;
  [agent: `agent:${string}`]: AgentTile;
  [contact: `contact:${string}`]: ContactTile;
  [flow: `flow:${string}`]: FlowTile;
}

export type Tile = SystemTile | DeskTile | QueueTile | AgentTile | ContactTile | FlowTile;

export type Frame =
  | { type: "snapshot"; seq: number; now: number; tiles: Record<string, Tile> }
  | { type: "delta"; seq: number; now: number; tiles: Record<string, Tile | null> }
  | { type: "pong"; now: number };

// -- the desk --

export type PhoneAccess = server.DeskPhone;
export type Today = With<server.OwnToday, { contacts: ContactRow[] }>;
export type OwnContact = Pick<server.OwnContact, "contact_id" | "note" | "disposition_id">;

// -- customers --

export type Customer = server.Customer;
export type KnownCaller = server.Caller;

// -- the call log --

export type ContactRow = With<server.ContactRow, { outcome: Outcome | null }>;
export type ContactQuery = NonNullable<server.ContactsContactsData["query"]>;
export type ContactPage = With<server.ContactsShown, { rows: ContactRow[] }>;
export type Segment = With<server.SegmentRow, { kind: "flow" | "queue" | "talk" }>;
export type Offer = server.OfferRow;
export type ContactWhole = With<server.ContactShown, { contact: ContactRow; segments: Segment[] }>;
export type Story = server.StoryShown;
export type Waveform = server.Waveform;

// -- reports --

export type ReportRow = server.QueueRow;
export type Report = server.QueuesReported;
export type ReportQuery = server.ReportsQueuesData["query"];
export type FlowFigures = server.FlowReported;
export type NodeNumbers = server.NodeFigures;
export type FlowsReport = With<server.FlowsReported, { graph: Flow | null }>;
export type FlowReportQuery = server.FlowReportsFlowsData["query"];
export type FlowRun = server.RunShown;

// -- flows --

export type FlowLine = With<server.FlowLine, { purpose: Purpose }>;
export type FlowTemplate = With<server.TemplateShown, { purpose: Purpose }>;
export type NewFlow = server.NewFlow;
export type FlowOpened = With<server.FlowOpened, { document: Flow }>;
export type FlowVersion = server.VersionLine;
export type FlowChange = server.ChangeShown;
export type FlowUse = With<server.UseShown, { kind: "entry" | "queue" | "flow" }>;
export type Utterance = server.Line;
export type Rehearsed = With<server.Rehearsed, { standing: With<server.StandingShown, { kind: Kind | "" }> }>;
export type CaseResult = server.CaseShown;
export type TestCall = server.TestCall;

export type Circumstances = Omit<Case, "steps">;

// -- what flows are made of --

export type PromptLine = server.PromptShown;
export type Voice = server.VoiceShown;
export type TableLine = server.TableShown;
export type TableRow = Readonly<Record<string, string>>;
/** What a table would hold; kept only without errors. */
export type TablePreview = server.SheetShown;
export type TableRows = server.RowsShown;
export type SwitchLine = server.SwitchShown;

// -- what contacts leave for people to do --

export type MessageState = "open" | "done";
export type Message = server.MessageShown;

// -- what an agent reads and fills in --

export interface ScriptOption {
  value: string;
  label: string;
}

/** One of `flows/forms.py`, as JSON; limits that are not set have the language's defaults. */
export interface ScriptForm {
  kind: "digits" | "secret" | "number" | "yes-no" | "choice" | "date" | "text" | "voice" | "rating";
  /** Of a choice: the telephone key of each. */
  options?: { value: string; key: string }[];
  least?: number;
  most?: number;
  scale?: "csat" | "nps" | "ces";
  earliest_days?: number | null;
  latest_days?: number | null;
}

export interface ScriptStep {
  node_id: string;
  kind: ScriptTurn["kind"];
  text: string;
  /** As people read it; null of a secret. */
  value: unknown;
  at: number;
}

export interface ScriptTurn {
  node_id: string;
  kind: "say" | "disclose" | "menu" | "ask" | "order" | "wait" | "end";
  text: string;
  form: ScriptForm | null;
  options: ScriptOption[];
  table_id: string;
  /** Of an order. */
  currency: string;
  /** Why the last answer did not fit; empty for the first try. */
  says: string;
}

export interface ScriptView {
  contact_id: string;
  flow_id: string;
  name: string;
  name_ru: string;
  language: string;
  turn: number;
  ended: boolean;
  steps: ScriptStep[];
  current: ScriptTurn | null;
}

export type ScriptLine = server.ScriptShown;
/** A row of the catalogue. */
export type OrderItem = server.ItemShown;

// -- accounts --

export type Account = With<server.AccountShown, { roles: Role[] }>;
export type NewAccount = server.NewAccount;
export type AccountChange = server.AccountChange;
export type AuditPage = server.AuditShown;

// -- the customer's page --

export type Company = server.CompanyShown;
export type Visit = server.VisitShown;

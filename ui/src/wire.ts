/**
 * What travels between server and browser. Instants are seconds since the epoch; names ending in `_s` are seconds.
 *
 * Questions and answers are generated from the server's own description (`npm run client`), so they cannot drift from it;
 * here they get the names that the screens use. The live feed is no part of that description and is written out.
 */

import type * as server from "./api/client";

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

// -- accounts --

export type Account = With<server.AccountShown, { roles: Role[] }>;
export type NewAccount = server.NewAccount;
export type AccountChange = server.AccountChange;
export type AuditPage = server.AuditShown;

// -- the customer's page --

export type Company = server.CompanyShown;
export type Visit = server.VisitShown;

/** Calendars and switches inside the document of the whole centre. */

import * as api from "../../api";
import { thingsOf } from "../document";
import type { Opening } from "./week";

export interface Calendar {
  calendar_id: string;
  name: string;
  name_ru: string;
  hours: { timezone: string; openings: Opening[]; always: boolean };
  country: string;
  closed_on: string[];
  open_on: string[];
}

export interface SwitchDefinition {
  switch_id: string;
  name: string;
  name_ru: string;
  on: boolean;
}

/** Before every calendar: while it is on, every calendar says so. */
export const EMERGENCY = "emergency";

export function calendarsOf(document: Record<string, unknown>): Calendar[] {
  return thingsOf(document, "calendars").map((thing) => {
    const hours = (thing.hours ?? {}) as Partial<Calendar["hours"]>;
    return {
      calendar_id: String(thing.calendar_id),
      name: String(thing.name ?? ""),
      name_ru: String(thing.name_ru ?? ""),
      hours: { timezone: hours.timezone ?? "UTC", openings: hours.openings ?? [], always: hours.always ?? false },
      country: String(thing.country ?? ""),
      closed_on: (thing.closed_on ?? []) as string[],
      open_on: (thing.open_on ?? []) as string[],
    };
  });
}

export function switchesOf(document: Record<string, unknown>): SwitchDefinition[] {
  return thingsOf(document, "switches").map((thing) => ({
    switch_id: String(thing.switch_id),
    name: String(thing.name ?? ""),
    name_ru: String(thing.name_ru ?? ""),
    on: thing.on === true,
  }));
}

/** Change one kind of things in the document as it is now, so that what others changed meanwhile stays. */
export async function rewrite<T>(
  kind: string,
  change: (things: Readonly<Record<string, T>>) => Record<string, T>,
): Promise<void> {
  const document = await api.configuration.read();
  const things = (document[kind] ?? {}) as Record<string, T>;
  await api.configuration.write({ ...document, [kind]: change(things) });
}

export function newCalendar(calendar_id: string, name: string): Calendar {
  const workday = (weekday: number) => ({ weekday, opens_min: 9 * 60, closes_min: 18 * 60 });
  const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    calendar_id,
    name,
    name_ru: "",
    hours: { timezone, openings: [0, 1, 2, 3, 4].map(workday), always: false },
    country: "",
    closed_on: [],
    open_on: [],
  };
}

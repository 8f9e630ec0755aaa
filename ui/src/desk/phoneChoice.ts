import type { PhoneKind } from "../wire";

const KEPT = "cordboard.phone";

/** The phone that this agent signed in with here last time. */
export function chosenPhone(): PhoneKind {
  return localStorage.getItem(KEPT) === "sip" ? "sip" : "browser";
}

export function choosePhone(kind: PhoneKind): void {
  localStorage.setItem(KEPT, kind);
}

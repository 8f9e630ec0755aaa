/** The period that both reports show; it stays while the tab does. */

import { useState } from "react";
import { type Period, periodOf } from "../app/days";

let last: Period | null = null;

export function usePeriod(): [Period, (next: Period) => void] {
  const [period, set] = useState<Period>(() => last ?? periodOf("today", new Date()));
  const choose = (next: Period) => {
    last = next;
    set(next);
  };
  return [period, choose];
}

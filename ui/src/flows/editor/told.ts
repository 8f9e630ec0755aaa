/** What the server found in a flow, said in the language of the screen. */

import type { TFunction } from "i18next";
import { wayKey } from "../canvas/wayWords";
import type { Problem } from "../graph/faults";

type Told = Pick<Problem, "says" | "code" | "names">;

/** The sentence of its code; one that is not known here stays as the server said it. */
export function told({ says, code, names = {} }: Told, t: TFunction): string {
  if (!code) return says;
  const sentence = t(`flows.problem.${code}`, { ...named(code, names, t), defaultValue: "" });
  return sentence || says;
}

/** Ways and ends have names of their own in each language; all else is what somebody called it. */
function named(code: string, names: Readonly<Record<string, string>>, t: TFunction): Record<string, string> {
  const own = { ...names };
  if (own.way) own.way = wayNamed(own.way, t);
  if (code === "case-over" || code === "case-ended" || code === "case-going-on") {
    for (const name of ["wanted", "found"]) {
      const how = own[name];
      if (how) own[name] = t(`flows.ended.${how}`, { defaultValue: how });
    }
  }
  return own;
}

/** `key 1` is the way of a menu's key; `2` the second condition; all others are fields. */
function wayNamed(way: string, t: TFunction): string {
  const key = /^key (.+)$/.exec(way)?.[1];
  if (key !== undefined) return t("flows.key", { key });
  if (/^\d+$/.test(way)) return t("flows.branch", { place: way });
  return t(wayKey(way), { defaultValue: way });
}

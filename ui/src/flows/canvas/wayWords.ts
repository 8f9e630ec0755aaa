/** A way in words: the key and its label, the condition, or the way's own name. */

import type { TFunction } from "i18next";
import type { FlowNode, Words } from "../graph/language";
import { wordsIn } from "../graph/summary";
import { branchesOf, FRESH, type Way } from "../graph/ways";

export function wayWords(node: FlowNode, way: Way, language: string, t: TFunction): string {
  if (way.key === FRESH) return t(way.field === "branches" ? "flows.newBranch" : "flows.newKey");
  if (way.field === "branches") return branchesOf(node)[Number(way.key)]?.when || t("flows.noCondition");
  if (way.key !== undefined) {
    const labels = (node.labels ?? {}) as Readonly<Record<string, Words>>;
    const words = wordsIn(labels[way.key], language);
    return words ? `${way.key} · ${words}` : t("flows.key", { key: way.key });
  }
  return t(wayKey(way.field));
}

/** Where the words of a field's way stand. A key that ends like a plural form would be taken for one. */
export const wayKey = (field: string): string => (field === "on_too_many" ? "flows.way.too_often" : `flows.way.${field}`);

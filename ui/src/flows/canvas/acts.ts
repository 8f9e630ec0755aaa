/** What can be done on the canvas, whether by mouse or by key. */

import { createContext, useContext } from "react";
import type { After } from "../graph/edits";
import type { Standing } from "../graph/walk";

export interface Acts {
  readonly stand: (where: Standing) => void;
  /** Choose a kind, then add a node; after a way, or by itself. */
  readonly add: (after: After | null) => void;
}

export const ActsContext = createContext<Acts | null>(null);

export function useActs(): Acts {
  const acts = useContext(ActsContext);
  if (!acts) throw new Error("a card was drawn outside of the canvas");
  return acts;
}

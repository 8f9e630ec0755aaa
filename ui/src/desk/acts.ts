/** What an agent does, with one act at a time and every refusal said aloud. */

import { useCallback, useState } from "react";
import { tellTrouble } from "../app/Trouble";

/** Run acts one after another; `busy` names the one that is under way. */
export function useActs() {
  const [busy, setBusy] = useState("");
  const run = useCallback(async (name: string, act: () => Promise<unknown>): Promise<boolean> => {
    setBusy(name);
    try {
      await act();
      return true;
    } catch (error) {
      tellTrouble(error);
      return false;
    } finally {
      setBusy("");
    }
  }, []);
  return { busy, run };
}

/** The draft of the flow that is open: kept, and what the checker says of it. */

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useQueryClient } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import * as api from "../../api";
import { sentenceOf } from "../../app/Trouble";
import type { FlowOpened } from "../../wire";
import type { Editing } from "../graph/editing";
import { type Fault, faultsOf, merged, type Problem } from "../graph/faults";
import type { Flow } from "../graph/language";
import { placed } from "../graph/serverNames";
import { DraftKeeper } from "./draftKeeper";
import { told as toldIn } from "./told";

const CHECK_MS = 400;

export function useDraft(opened: FlowOpened, editing: Editing): DraftKeeper {
  const client = useQueryClient();
  const keeper = useMemo(
    () =>
      new DraftKeeper(opened.rev, {
        save: (flow, rev) => api.flows.save(opened.flow_id, flow, rev),
        isConflict: (error) => error instanceof api.ApiError && error.status === 409,
        says: sentenceOf,
      }),
    [opened],
  );
  useEffect(() => {
    let last = editing.flow;
    const stop = editing.subscribe(() => {
      if (editing.flow === last) return;
      last = editing.flow;
      keeper.change(last);
    });
    const leaving = (event: BeforeUnloadEvent) => {
      if (keeper.isDirty) event.preventDefault();
    };
    window.addEventListener("beforeunload", leaving);
    return () => {
      stop();
      window.removeEventListener("beforeunload", leaving);
      void keeper.flush().then(() => client.invalidateQueries({ queryKey: ["flows"] }));
    };
  }, [client, editing, keeper]);
  return keeper;
}

export const useDraftState = (keeper: DraftKeeper) => useSyncExternalStore(keeper.subscribe, () => keeper.state);

/** What is wrong with the flow: what is seen here at once, and a moment later what the server says. */
export function useProblems(flow: Flow, first: readonly Problem[]): readonly Problem[] {
  const { t } = useTranslation();
  const [told, setTold] = useState<{ flow: Flow; problems: readonly Problem[] }>({ flow, problems: first });
  const asked = useRef(flow);
  useEffect(() => {
    if (asked.current === flow) return;
    asked.current = flow;
    let current = true;
    const timer = setTimeout(() => {
      api.flows.check(flow).then(
        (problems) => current && setTold({ flow, problems }),
        () => undefined,
      );
    }, CHECK_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [flow]);
  return useMemo(() => {
    const ours = faultsOf(flow).map((fault) => inWords(fault, t));
    // What the server said of an older flow holds only for what still exists.
    const still = placed(told.flow, told.problems).filter((one) => !one.node_id || one.node_id in flow.nodes);
    const servers = told.flow === flow ? still : withoutMended(still, flow, told.flow);
    return merged(ours, servers.map((one) => ({ ...one, says: toldIn(one, t) })));
  }, [flow, told, t]);
}

/** Of what was said of the flow before: what concerns nodes that have not been touched since. */
function withoutMended(problems: readonly Problem[], flow: Flow, before: Flow): Problem[] {
  return problems.filter((one) => !one.node_id || flow.nodes[one.node_id] === before.nodes[one.node_id]);
}

function inWords(fault: Fault, t: TFunction): Problem {
  const { node_id, field, kind, named } = fault;
  return { node_id, field, severity: "error", says: t(`flows.fault.${kind}`, { named }) };
}

/** The way of an answer: filled in, sent, taken by the centre. A send that fails keeps everything for another try. */

import { useEffect, useMemo, useState } from "react";
import * as api from "../../api";
import type { ScriptStep, ScriptView } from "../../wire";
import { Drafts, isSecret } from "./drafts";

/** The centre has answered but the desk tile with the next step has not come: after this the field opens again. */
const FOLLOW_MS = 4000;

interface Failure {
  turn: number;
  error: unknown;
  again: () => void;
}

export function useAnswering(view: ScriptView) {
  const { contact_id, turn, current } = view;
  const drafts = useMemo(() => new Drafts(contact_id), [contact_id]);
  const [sending, setSending] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function act(what: () => Promise<unknown>): Promise<void> {
    setSending(turn);
    setFailure(null);
    try {
      await what();
    } catch (error) {
      setSending(null);
      setFailure({ turn, error, again: () => void act(what) });
    }
  }

  const isSending = sending === turn;
  useEffect(() => {
    if (!isSending) return;
    const timer = setTimeout(() => setSending(null), FOLLOW_MS);
    return () => clearTimeout(timer);
  }, [isSending]);

  return {
    isSending,
    failure: failure?.turn === turn ? failure : null,
    /** What was filled in before for this step. */
    filledIn: () => drafts.of(view),
    fillIn: (value: unknown) => {
      if (current) drafts.keep(turn, current, value);
    },
    answer: (value: unknown) => {
      if (current && !isSecret(current.form)) drafts.keep(turn, current, value);
      void act(() => api.script.answer(contact_id, turn, value));
    },
    backTo: (step: ScriptStep) => {
      drafts.returnTo(step.node_id, step.value);
      void act(() => api.script.back(contact_id, step.node_id));
    },
  };
}

export type Answering = ReturnType<typeof useAnswering>;

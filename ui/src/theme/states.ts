/** One colour for each state of an agent, the same on every screen. */

import type { AgentState } from "../wire";

/** In the order in which a supervisor looks for people. */
export const AGENT_STATES: readonly AgentState[] = [
  "ready",
  "offered",
  "talking",
  "wrapping-up",
  "paused",
  "signed-out",
];

export const stateColor = (state: string): string => `var(--state-${state})`;

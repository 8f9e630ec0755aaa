/** Sums over the floor, and the order in which a supervisor reads agents. */

import { AGENT_STATES } from "../theme/states";
import type { AgentTile, QueueTile } from "../wire";

export interface FloorTotal {
  waiting: number;
  oldestAt: number | null;
  talking: number;
  ready: number;
  paused: number;
  signedIn: number;
  answered: number;
  abandoned: number;
  serviceLevel: number | null;
}

/** The whole floor in numbers. Service level is answered in target over all that were offered, as each queue counts it. */
export function totalOf(queues: readonly QueueTile[], agents: readonly AgentTile[]): FloorTotal {
  const oldest = queues.flatMap((queue) => (queue.oldest_at === null ? [] : [queue.oldest_at]));
  const count = (state: string) => agents.filter((agent) => agent.state === state).length;
  const sum = (read: (queue: QueueTile) => number) => queues.reduce((total, queue) => total + read(queue), 0);
  return {
    waiting: sum((queue) => queue.waiting),
    oldestAt: oldest.length ? Math.min(...oldest) : null,
    talking: count("talking"),
    ready: count("ready"),
    paused: count("paused"),
    signedIn: agents.length - count("signed-out"),
    answered: sum((queue) => queue.today.answered),
    abandoned: sum((queue) => queue.today.abandoned),
    serviceLevel: levelOver(queues),
  };
}

/** The queues' service levels together, each weighed by the contacts that it was counted over. */
function levelOver(queues: readonly QueueTile[]): number | null {
  let inTarget = 0;
  let counted = 0;
  for (const { today } of queues) {
    if (today.service_level === null) continue;
    inTarget += today.answered_in_target;
    counted += today.service_level > 0 ? today.answered_in_target / today.service_level : today.answered + today.abandoned;
  }
  return counted > 0 ? inTarget / counted : null;
}

export type AgentOrder = "state" | "time" | "name" | "handled";

const PLACE = new Map<string, number>(AGENT_STATES.map((state, at) => [state, at]));

export function compareAgents(order: AgentOrder): (a: AgentTile, b: AgentTile) => number {
  const byName = (a: AgentTile, b: AgentTile) => a.name.localeCompare(b.name);
  switch (order) {
    case "name":
      return byName;
    case "time":
      return (a, b) => a.state_since - b.state_since || byName(a, b);
    case "handled":
      return (a, b) => b.today.handled - a.today.handled || byName(a, b);
    case "state":
      return (a, b) =>
        (PLACE.get(a.state) ?? 9) - (PLACE.get(b.state) ?? 9) || a.state_since - b.state_since || byName(a, b);
  }
}

export interface AgentFilter {
  states: readonly string[];
  team: string;
  queueId: string;
  text: string;
}

export function fits(agent: AgentTile, filter: AgentFilter): boolean {
  if (filter.states.length && !filter.states.includes(agent.state)) return false;
  if (filter.team && agent.team !== filter.team) return false;
  if (filter.queueId && agent.queue_id !== filter.queueId) return false;
  return !filter.text || agent.name.toLocaleLowerCase().includes(filter.text.trim().toLocaleLowerCase());
}

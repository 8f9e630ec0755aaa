import { describe, expect, test } from "vitest";
import type { AgentTile, QueueTile } from "../wire";
import { compareAgents, fits, totalOf } from "./totals";

const agent = (name: string, state: AgentTile["state"], since = 0, part: Partial<AgentTile> = {}): AgentTile => ({
  agent_id: name,
  name,
  team: "",
  state,
  state_since: since,
  reason_id: "",
  pause_next: null,
  phone: "browser",
  reachable: true,
  contact_id: null,
  queue_id: null,
  held: false,
  today: { handled: 0, talk_s: 0, missed: 0 },
  ...part,
});

const queue = (waiting: number, oldest: number | null, level: number | null, inTarget: number): QueueTile => ({
  queue_id: `q${waiting}`,
  waiting,
  oldest_at: oldest,
  offered: 0,
  talking: 0,
  agents_ready: 0,
  agents_present: 0,
  expected_wait_s: null,
  today: {
    offered: 0,
    answered: 10,
    abandoned: 2,
    abandoned_short: 0,
    turned_away: 0,
    answered_in_target: inTarget,
    service_level: level,
    asa_s: null,
    aht_s: null,
    abandonment: null,
  },
});

test("the floor's numbers are those of its queues and agents together", () => {
  const total = totalOf(
    [queue(3, 100, 0.9, 9), queue(1, 50, 0.5, 5), queue(0, null, null, 0)],
    [agent("a", "ready"), agent("b", "talking"), agent("c", "paused"), agent("d", "signed-out")],
  );
  expect(total).toMatchObject({ waiting: 4, oldestAt: 50, talking: 1, ready: 1, paused: 1, signedIn: 3, answered: 30 });
  expect(total.serviceLevel).toBeCloseTo(14 / 20);
});

test("an empty floor has no oldest wait and no service level", () => {
  expect(totalOf([], [])).toMatchObject({ waiting: 0, oldestAt: null, serviceLevel: null, signedIn: 0 });
});

describe("agents", () => {
  const agents = [agent("Zoe", "ready", 5), agent("Ann", "paused", 1), agent("Bob", "ready", 2)];

  test("stand by state, longest in it first", () => {
    expect([...agents].sort(compareAgents("state")).map((one) => one.name)).toEqual(["Bob", "Zoe", "Ann"]);
  });

  test("stand by time and by name when asked", () => {
    expect([...agents].sort(compareAgents("time")).map((one) => one.name)).toEqual(["Ann", "Bob", "Zoe"]);
    expect([...agents].sort(compareAgents("name")).map((one) => one.name)).toEqual(["Ann", "Bob", "Zoe"]);
  });

  test("are filtered by state, team, queue and a part of the name", () => {
    const all = { states: [], team: "", queueId: "", text: "" };
    const ann = agent("Ann", "talking", 0, { team: "Day", queue_id: "sales" });
    expect(fits(ann, all)).toBe(true);
    expect(fits(ann, { ...all, states: ["ready"] })).toBe(false);
    expect(fits(ann, { ...all, team: "Night" })).toBe(false);
    expect(fits(ann, { ...all, queueId: "sales", text: "AN" })).toBe(true);
  });
});

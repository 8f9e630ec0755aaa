import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Flow } from "../graph/language";
import { DraftKeeper } from "./draftKeeper";

const flow = (name: string): Flow => ({ flow_id: "f", name, start: "", nodes: {} });

class Taken extends Error {}

function keeper(save: (flow: Flow, rev: number) => Promise<{ rev: number }>) {
  return new DraftKeeper(1, { save, isConflict: (error) => error instanceof Taken, says: (error) => (error as Error).message });
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a draft", () => {
  test("is saved soon after the last of several changes, once", async () => {
    const saved: string[] = [];
    const draft = keeper(async ({ name }, rev) => (saved.push(`${name} ${rev}`), { rev: rev + 1 }));
    draft.change(flow("a"));
    draft.change(flow("b"));
    await vi.advanceTimersByTimeAsync(1500);
    draft.change(flow("c"));
    await vi.advanceTimersByTimeAsync(1500);
    expect(saved).toEqual(["b 1", "c 2"]);
    expect(draft.state).toMatchObject({ status: "saved", rev: 3 });
  });

  test("changed while it is saved is saved again, one after the other", async () => {
    const saved: string[] = [];
    const draft = keeper(async ({ name }, rev) => {
      await new Promise((done) => setTimeout(done, 500));
      saved.push(`${name} ${rev}`);
      return { rev: rev + 1 };
    });
    draft.change(flow("a"));
    await vi.advanceTimersByTimeAsync(1300);
    draft.change(flow("b"));
    await vi.advanceTimersByTimeAsync(5000);
    expect(saved).toEqual(["a 1", "b 2"]);
  });

  test("that somebody else saved is not written over before somebody chose", async () => {
    let tries = 0;
    const draft = keeper(async () => {
      tries += 1;
      if (tries === 1) throw new Taken("anna saved at 12:03");
      return { rev: 9 };
    });
    draft.change(flow("a"));
    await vi.advanceTimersByTimeAsync(20_000);
    draft.change(flow("b"));
    await vi.advanceTimersByTimeAsync(20_000);
    expect(tries).toBe(1);
    expect(draft.state).toMatchObject({ status: "conflict", says: "anna saved at 12:03" });
    expect(await draft.flush()).toBe(false);
    draft.settle(8, flow("b"));
    await vi.advanceTimersByTimeAsync(100);
    expect(draft.state).toMatchObject({ status: "saved", rev: 9 });
  });

  test("that could not be saved is tried again", async () => {
    let tries = 0;
    const draft = keeper(async () => {
      tries += 1;
      if (tries < 3) throw new Error("offline");
      return { rev: 2 };
    });
    draft.change(flow("a"));
    await vi.advanceTimersByTimeAsync(1300);
    expect(draft.state.status).toBe("failed");
    expect(draft.isDirty).toBe(true);
    await vi.advanceTimersByTimeAsync(11_000);
    expect(draft.state.status).toBe("saved");
  });
});

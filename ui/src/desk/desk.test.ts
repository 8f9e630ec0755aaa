import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Queue } from "../wire";
import { matching } from "./matching";
import { NoteKeeper, type NoteStatus } from "./noteKeeper";

describe("a note", () => {
  let statuses: NoteStatus[];
  let sent: string[];
  let fails: boolean;
  let keeper: NoteKeeper;

  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    statuses = [];
    sent = [];
    fails = false;
    keeper = keep();
  });
  afterEach(() => void vi.useRealTimers());

  const keep = () =>
    new NoteKeeper("c1", {
      drafts: localStorage,
      tell: (status) => statuses.push(status),
      save: async (_, text) => {
        if (fails) throw new Error("offline");
        sent.push(text);
      },
    });

  test("is sent once the typing pauses, not at every letter", async () => {
    keeper.typed("H");
    keeper.typed("He");
    await vi.advanceTimersByTimeAsync(300);
    keeper.typed("Hello");
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual(["Hello"]);
    expect(statuses.at(-1)).toBe("saved");
    expect(keeper.draft()).toBeNull();
  });

  test("survives a reload before it was sent", () => {
    keeper.typed("Half a sen");
    expect(keep().draft()).toBe("Half a sen");
  });

  test("is tried again until the server takes it", async () => {
    fails = true;
    keeper.typed("Important");
    await vi.advanceTimersByTimeAsync(1000);
    expect(statuses.at(-1)).toBe("failed");
    expect(keeper.draft()).toBe("Important");
    fails = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual(["Important"]);
  });

  test("is sent at once when the desk goes on", async () => {
    keeper.typed("Bye");
    keeper.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent).toEqual(["Bye"]);
  });
});

describe("finding a queue", () => {
  const queue = (queue_id: string, name: string, name_ru: string): Queue => ({
    queue_id,
    name,
    name_ru,
    dispositions: [],
    wrap_up_s: 30,
    service_target_s: 20,
  });
  const queues = [queue("sup", "Technical support", "Техподдержка"), queue("sales", "Sales", "Продажи"), queue("vip", "VIP sales", "Продажи VIP")];
  const found = (text: string, language = "en") => matching(queues, text, language).map((one) => one.queue_id);

  test("nothing typed shows all, by name", () => {
    expect(found("")).toEqual(["sales", "sup", "vip"]);
  });

  test("names that start so come before names that have such a word", () => {
    expect(found("sal")).toEqual(["sales", "vip"]);
    expect(found("supp")).toEqual(["sup"]);
  });

  test("any language of the name will do", () => {
    expect(found("прод", "ru")).toEqual(["sales", "vip"]);
    expect(found("тех", "en")).toEqual(["sup"]);
    expect(found("xyz")).toEqual([]);
  });
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Feed } from "./feed";

class FakeSocket {
  readyState = 1;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((ended: { code: number }) => void) | null = null;
  sent: string[] = [];
  constructor(readonly url: string) {}
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    this.readyState = 3;
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  ends(code: number) {
    this.onclose?.({ code });
  }
}

let sockets: FakeSocket[];
let feed: Feed;
const last = () => sockets.at(-1)!;
const system = { switch_up: true, store_trouble: "", version: "1" };

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  feed = new Feed(
    (desk) => (desk ? "live?desk=1" : "live"),
    (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  );
  feed.start();
  vi.advanceTimersByTime(50);
});

afterEach(() => {
  feed.stop();
  vi.useRealTimers();
});

test("a lost connection is made again, and what was shown stays meanwhile", () => {
  last().says({ type: "snapshot", seq: 1, now: 1, tiles: { system } });
  expect(feed.status).toBe("live");
  last().ends(1006);
  expect(feed.status).toBe("lost");
  expect(feed.state.tiles.system).toEqual(system);
  vi.advanceTimersByTime(1000);
  expect(sockets).toHaveLength(2);
  last().says({ type: "snapshot", seq: 7, now: 2, tiles: { system } });
  expect(feed.status).toBe("live");
});

test("a gap asks for a new snapshot", () => {
  last().says({ type: "snapshot", seq: 1, now: 1, tiles: {} });
  last().says({ type: "delta", seq: 3, now: 1, tiles: {} });
  vi.advanceTimersByTime(1);
  expect(sockets).toHaveLength(2);
});

test("a desk taken over by another tab goes on without the desk, until it is taken back", () => {
  feed.takeDesk();
  vi.advanceTimersByTime(1);
  expect(last().url).toBe("live?desk=1");
  last().says({ type: "snapshot", seq: 1, now: 1, tiles: {} });
  last().ends(4409);
  expect(feed.deskElsewhere).toBe(true);
  vi.advanceTimersByTime(1);
  expect(last().url).toBe("live");
  feed.takeDesk();
  vi.advanceTimersByTime(1);
  expect(last().url).toBe("live?desk=1");
  expect(feed.deskElsewhere).toBe(false);
});

test("a session that ended is not tried again", () => {
  last().ends(4401);
  expect(feed.status).toBe("signed-out");
  vi.advanceTimersByTime(60_000);
  expect(sockets).toHaveLength(1);
});

test("a connection that has gone silent is made again", () => {
  last().says({ type: "snapshot", seq: 1, now: 1, tiles: {} });
  vi.advanceTimersByTime(61_000);
  expect(sockets.length).toBeGreaterThan(1);
});

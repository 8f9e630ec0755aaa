/** The live feed: one WebSocket a tab that brings itself back, and the state it keeps. */

import { socketUrl } from "../socketUrl";
import type { Frame } from "../wire";
import { knownOffset, setOffset } from "./clock";
import { applyFrame, backoff, betterOffset, EMPTY, type LiveState } from "./frames";

export type FeedStatus = "off" | "connecting" | "live" | "lost" | "signed-out";

const SIGNED_OUT = 4401;
const TAKEN_OVER = 4409;
const PING_S = 15;
const SILENCE_S = 40;
/** Time for the first screen to say whether this tab is a desk, so that one connection is enough. */
const SETTLE_MS = 30;

export class Feed {
  state: LiveState = EMPTY;
  status: FeedStatus = "off";
  /** Another tab of the same agent holds the desk. */
  deskElsewhere = false;

  private socket: WebSocket | null = null;
  private desk = false;
  private tries = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;
  private heardAt = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly url: (desk: boolean) => string,
    private readonly open: (url: string) => WebSocket = (address) => new WebSocket(address),
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    if (this.status !== "off") return;
    this.status = "connecting";
    window.addEventListener("online", this.hurry);
    window.addEventListener("offline", this.doubt);
    document.addEventListener("visibilitychange", this.hurry);
    this.watch = setInterval(() => this.check(), PING_S * 1000);
    this.retry = setTimeout(() => this.connect(), SETTLE_MS);
  }

  stop(): void {
    window.removeEventListener("online", this.hurry);
    window.removeEventListener("offline", this.doubt);
    document.removeEventListener("visibilitychange", this.hurry);
    clearInterval(this.watch);
    clearTimeout(this.retry);
    this.drop();
    this.state = EMPTY;
    this.desk = this.deskElsewhere = false;
    this.tries = 0;
    this.set("off");
  }

  /** This tab is the agent's desk from now on; an older one is told to let go. */
  takeDesk(): void {
    if (this.desk && !this.deskElsewhere) return;
    this.desk = true;
    this.deskElsewhere = false;
    if (this.status !== "off") this.again(0);
    this.tell();
  }

  get holdsDesk(): boolean {
    return this.desk && !this.deskElsewhere;
  }

  private readonly hurry = (): void => {
    if (this.status === "lost" && document.visibilityState === "visible") this.again(0);
  };

  /** The machine has lost its network: see at once whether the centre, too, rather than after a long silence. */
  private readonly doubt = (): void => {
    if (this.status === "live") this.again(0);
  };

  private connect(): void {
    clearTimeout(this.retry);
    const socket = this.open(this.url(this.holdsDesk));
    this.socket = socket;
    this.heardAt = Date.now();
    socket.onmessage = (message) => {
      if (socket === this.socket) this.take(JSON.parse(String(message.data)) as Frame);
    };
    socket.onclose = (ended) => {
      if (socket === this.socket) this.closed(ended.code);
    };
  }

  private take(frame: Frame): void {
    this.heardAt = Date.now();
    setOffset(betterOffset(frame.type === "snapshot" ? null : knownOffset(), frame.now, this.heardAt / 1000));
    const next = applyFrame(this.state, frame);
    if (next.gap) {
      this.again(0);
      return;
    }
    if (next === this.state) return;
    this.state = next;
    this.tries = 0;
    this.status = "live";
    this.tell();
  }

  private closed(code: number): void {
    this.socket = null;
    if (code === SIGNED_OUT) {
      this.set("signed-out");
    } else if (code === TAKEN_OVER) {
      this.deskElsewhere = true;
      this.again(0);
    } else {
      this.again(backoff(this.tries++, Math.random()));
    }
  }

  private again(inSeconds: number): void {
    this.drop();
    clearTimeout(this.retry);
    this.set(this.state.seq === null ? "connecting" : "lost");
    this.retry = setTimeout(() => this.connect(), inSeconds * 1000);
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  private check(): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type: "ping" }));
    if (this.socket && Date.now() - this.heardAt > SILENCE_S * 1000) this.again(0);
  }

  private set(status: FeedStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const feed = new Feed((desk) => socketUrl(`/api/live${desk ? "?desk=1" : ""}`));

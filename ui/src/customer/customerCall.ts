/** A customer's call from a web page: one visit, one call, no sign-in. */

import type { RTCSession } from "jssip/lib/RTCSession";
import type { UA } from "jssip/lib/UA";
import { ApiError, visit } from "../api";
import type { Digit } from "../phone/digits";
import { sendDigit } from "../phone/dtmf";
import { gatherNoLongerThanNeeded } from "../phone/softphone";
import { socketUrl } from "../socketUrl";
import type { Language, Visit } from "../wire";

export type CallPhase = "idle" | "connecting" | "talking" | "ended";

/** Why a call could not be made, or how it ended. */
export type CallTrouble = "denied" | "missing" | "insecure" | "tooMany" | "offline" | "failed" | "lost";

export interface CustomerCallState {
  phase: CallPhase;
  trouble: CallTrouble | null;
  muted: boolean;
  /** Instant of our own clock, milliseconds. */
  since: number;
}

function troubleOf(error: ApiError): CallTrouble {
  if (error.code === "too-many-tries" || error.code === "too-many-visits") return "tooMany";
  return error.status === 0 || error.status === 503 ? "offline" : "failed";
}

const IDLE: CustomerCallState = { phase: "idle", trouble: null, muted: false, since: 0 };

export class CustomerCall {
  state: CustomerCallState = IDLE;
  private agent: UA | null = null;
  private session: RTCSession | null = null;
  private readonly audio = new Audio();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly open: (language: Language) => Promise<Visit> = visit.start) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  async start(language: Language): Promise<void> {
    this.set({ ...IDLE, phase: "connecting", since: Date.now() });
    let microphone: MediaStream;
    try {
      if (!navigator.mediaDevices) return this.fail("insecure");
      microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      return this.fail(name === "NotFoundError" ? "missing" : "denied");
    }
    try {
      await this.dial(language, microphone);
    } catch (error) {
      for (const track of microphone.getTracks()) track.stop();
      this.fail(error instanceof ApiError ? troubleOf(error) : "failed");
    }
  }

  hangUp(): void {
    if (this.session) this.session.terminate();
    else if (this.state.phase === "connecting") this.finish(null);
  }

  mute(): void {
    if (this.state.muted) this.session?.unmute({ audio: true });
    else this.session?.mute({ audio: true });
  }

  sendDigit(digit: Digit): void {
    sendDigit(this.session, digit);
  }

  private async dial(language: Language, microphone: MediaStream): Promise<void> {
    const [access, { default: JsSIP }] = await Promise.all([this.open(language), import("jssip")]);
    if (this.state.phase !== "connecting") {
      for (const track of microphone.getTracks()) track.stop();
      return;
    }
    const agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(socketUrl(access.socket))],
      uri: access.uri,
      authorization_user: access.user,
      password: access.password,
      register: false,
      session_timers: false,
      user_agent: "Cordboard page",
    });
    this.agent = agent;
    let dialled = false;
    agent.on("connected", () => {
      if (dialled) return;
      dialled = true;
      this.call(agent, access.target, microphone, access.ice_servers.map((urls) => ({ urls })));
    });
    agent.on("disconnected", () => {
      if (!dialled) this.finish("offline");
    });
    agent.start();
  }

  private call(agent: UA, target: string, microphone: MediaStream, iceServers: RTCIceServer[]): void {
    const session = agent.call(target, {
      mediaStream: microphone,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers },
      eventHandlers: {
        peerconnection: ({ peerconnection }: { peerconnection: RTCPeerConnection }) => this.listen(peerconnection),
        icecandidate: gatherNoLongerThanNeeded(iceServers.length > 0),
        confirmed: () => this.set({ ...this.state, phase: "talking", since: Date.now() }),
        muted: () => this.set({ ...this.state, muted: true }),
        unmuted: () => this.set({ ...this.state, muted: false }),
        ended: ({ originator, cause }: { originator: string; cause: string }) =>
          this.finish(originator === "local" && cause !== "Terminated" ? "lost" : null),
        failed: ({ cause }: { cause: string }) => this.finish(cause === "Canceled" ? null : "failed"),
      },
    });
    this.session = session;
    const stop = () => {
      for (const track of microphone.getTracks()) track.stop();
    };
    session.on("ended", stop);
    session.on("failed", stop);
    if (session.connection) this.listen(session.connection);
  }

  private listen(connection: RTCPeerConnection): void {
    connection.addEventListener("track", ({ streams, track }) => {
      this.audio.srcObject = streams[0] ?? new MediaStream([track]);
      void this.audio.play().catch(() => undefined);
    });
  }

  private finish(trouble: CallTrouble | null): void {
    this.session = null;
    this.audio.srcObject = null;
    this.agent?.stop();
    this.agent = null;
    this.set({ ...this.state, phase: "ended", trouble });
  }

  private fail(trouble: CallTrouble): void {
    this.agent?.stop();
    this.agent = null;
    this.set({ ...IDLE, trouble });
  }

  private set(state: CustomerCallState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

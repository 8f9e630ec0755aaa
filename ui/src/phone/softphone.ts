/** The phone in the browser: registers, is rung, talks. Knows SIP and sound, nothing of screens or of the floor. */

import type { RTCSession } from "jssip/lib/RTCSession";
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent, UA } from "jssip/lib/UA";
import { socketUrl } from "../socketUrl";
import type { PhoneAccess } from "../wire";
import type { Digit } from "./digits";
import { sendDigit } from "./dtmf";
import { chosen, type MicrophoneState, microphoneWanted, stateOfFailure } from "./devices";

export type Registration = "off" | "connecting" | "registered" | "refused" | "lost";

export interface PhoneCall {
  offerId: string | null;
  contactId: string | null;
  state: "ringing" | "answering" | "talking";
  muted: boolean;
  /** The other side's sound, for the level meter. */
  remote: MediaStream | null;
  local: MediaStream | null;
}

export interface PhoneState {
  registration: Registration;
  call: PhoneCall | null;
  /** Why the last try to answer failed; null once one has worked. */
  microphone: MicrophoneState | null;
}

/** Milliseconds to wait for an address from a STUN or TURN server before answering without it. */
const GATHER_MS = 600;

export class Softphone {
  state: PhoneState = { registration: "off", call: null, microphone: null };

  private agent: UA | null = null;
  private session: RTCSession | null = null;
  private iceServers: RTCIceServer[] = [];
  private starting = 0;
  private letGo = false;
  private readonly audio = typeof Audio === "undefined" ? null : new Audio();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Register with these credentials, and stay registered until `stop`. */
  async start(access: PhoneAccess["browser"]): Promise<void> {
    const turn = ++this.starting;
    this.letGo = false;
    if (this.agent) {
      // Another tab may have registered meanwhile, which takes the place of this one.
      if (this.agent.isConnected()) this.agent.register();
      return;
    }
    this.set({ registration: "connecting" });
    const { default: JsSIP } = await import("jssip");
    if (turn !== this.starting || this.agent) return;
    this.iceServers = access.ice_servers.map((urls) => ({ urls }));
    const agent = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(socketUrl(access.socket))],
      uri: access.uri,
      authorization_user: access.user,
      password: access.password,
      session_timers: false,
      register_expires: 120,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 10,
      user_agent: "Cordboard",
    });
    agent.on("connecting", () => this.set({ registration: "connecting" }));
    agent.on("registered", () => this.set({ registration: "registered" }));
    agent.on("unregistered", () => this.set({ registration: "connecting" }));
    agent.on("registrationFailed", () => {
      this.set({ registration: "refused" });
      setTimeout(() => {
        if (this.agent === agent && agent.isConnected() && !agent.isRegistered()) agent.register();
      }, 5000);
    });
    agent.on("disconnected", () => this.set({ registration: "lost" }));
    agent.on("newRTCSession", ({ session, originator, request }: IncomingRTCSessionEvent | OutgoingRTCSessionEvent) => {
      if (String(originator) !== "remote") return;
      // The centre rings nobody who talks: what is still here is a call whose end this phone did not hear of.
      this.session?.terminate();
      this.rung(session, request);
    });
    this.agent = agent;
    agent.start();
  }

  /** Unregister. A call in progress is not cut: the phone goes once it has ended. */
  stop(): void {
    this.starting++;
    if (this.session) {
      this.letGo = true;
      // Else it would go on renewing, and take the calls from the tab that is the desk now.
      if (this.agent?.isRegistered()) this.agent.unregister();
      return;
    }
    this.agent?.stop();
    this.agent = null;
    this.set({ registration: "off" });
  }

  answer(): void {
    const session = this.session;
    if (!session || this.state.call?.state !== "ringing") return;
    this.change({ state: "answering" });
    session.answer({
      mediaConstraints: { audio: microphoneWanted(), video: false },
      pcConfig: { iceServers: this.iceServers },
    });
  }

  mute(muted: boolean): void {
    if (muted) this.session?.mute({ audio: true });
    else this.session?.unmute({ audio: true });
  }

  sendDigit(digit: Digit): void {
    if (this.state.call?.state === "talking") sendDigit(this.session, digit);
  }

  hangUp(): void {
    this.session?.terminate();
  }

  /** Play to the chosen speaker, from now on and in this call. */
  useSpeaker(): void {
    const audio = this.audio as (HTMLAudioElement & { setSinkId?(id: string): Promise<void> }) | null;
    void audio?.setSinkId?.(chosen("speaker")).catch(() => undefined);
  }

  /** Speak into the chosen microphone, in the call at hand. */
  async useMicrophone(): Promise<void> {
    const sender = this.session?.connection?.getSenders().find((one) => one.track?.kind === "audio");
    if (!sender) return;
    const stream = await navigator.mediaDevices.getUserMedia({ audio: microphoneWanted() });
    const fresh = stream.getAudioTracks()[0] ?? null;
    if (fresh) fresh.enabled = !this.state.call?.muted;
    sender.track?.stop();
    await sender.replaceTrack(fresh);
    this.change({ local: stream });
  }

  private rung(session: RTCSession, request: { getHeader(name: string): string | undefined }): void {
    this.session = session;
    this.set({
      call: {
        offerId: request.getHeader("X-Cord-Offer") ?? null,
        contactId: request.getHeader("X-Cord-Contact") ?? null,
        state: "ringing",
        muted: false,
        remote: null,
        local: null,
      },
    });
    session.on("peerconnection", ({ peerconnection }) => this.listen(peerconnection));
    session.on("icecandidate", gatherNoLongerThanNeeded(this.iceServers.length > 0));
    session.on("confirmed", () => {
      const sent = session.connection?.getSenders().flatMap((sender) => (sender.track ? [sender.track] : []));
      this.set({ microphone: null });
      this.change({ state: "talking", local: sent?.length ? new MediaStream(sent) : null });
    });
    session.on("muted", () => this.change({ muted: true }));
    session.on("unmuted", () => this.change({ muted: false }));
    session.on("getusermediafailed", (error: unknown) => this.set({ microphone: stateOfFailure(error) }));
    session.on("ended", () => this.over(session));
    session.on("failed", () => this.over(session));
  }

  private listen(connection: RTCPeerConnection): void {
    connection.addEventListener("track", ({ streams, track }) => {
      const stream = streams[0] ?? new MediaStream([track]);
      if (this.audio) {
        this.audio.srcObject = stream;
        this.useSpeaker();
        void this.audio.play().catch(() => undefined);
      }
      this.change({ remote: stream });
    });
  }

  private over(session: RTCSession): void {
    if (session !== this.session) return;
    this.session = null;
    if (this.audio) this.audio.srcObject = null;
    this.set({ call: null });
    if (this.letGo) this.stop();
  }

  private change(part: Partial<PhoneCall>): void {
    if (this.state.call) this.set({ call: { ...this.state.call, ...part } });
  }

  private set(part: Partial<PhoneState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

/** Without STUN the first address of this machine is enough; with it, wait for one from outside, but not for long. */
export function gatherNoLongerThanNeeded(hasServers: boolean) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return ({ candidate, ready }: { candidate: RTCIceCandidate; ready: () => void }): void => {
    const own = / typ host\b/.test(candidate.candidate);
    if (!own || !hasServers) {
      clearTimeout(timer);
      ready();
    } else {
      timer ??= setTimeout(ready, GATHER_MS);
    }
  };
}

export const softphone = new Softphone();

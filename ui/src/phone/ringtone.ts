/** The ring: two soft notes, made here, on the device chosen for ringing. */

import { chosen } from "./devices";

const PERIOD_S = 2.6;

export class Ringtone {
  private context: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;

  start(): void {
    if (this.context) return;
    this.context = ringContext();
    this.ring();
    this.timer = setInterval(() => this.ring(), PERIOD_S * 1000);
  }

  stop(): void {
    clearInterval(this.timer);
    void this.context?.close();
    this.context = null;
  }

  /** Ring once, to try the device. */
  once(): void {
    const context = ringContext();
    chime(context);
    setTimeout(() => void context.close(), 1800);
  }

  private ring(): void {
    if (this.context) chime(this.context);
  }
}

function ringContext(): AudioContext {
  const context = new AudioContext();
  const device = chosen("ring");
  if (device && "setSinkId" in context) {
    void (context as AudioContext & { setSinkId(id: string): Promise<void> }).setSinkId(device).catch(() => undefined);
  }
  return context;
}

function chime(context: AudioContext): void {
  const at = context.currentTime + 0.02;
  for (const [delay, pitch] of [
    [0, 659.25],
    [0.18, 880],
    [0.62, 659.25],
    [0.8, 880],
  ] as const) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = "sine";
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, at + delay);
    gain.gain.linearRampToValueAtTime(0.22, at + delay + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, at + delay + 0.55);
    tone.connect(gain).connect(context.destination);
    tone.start(at + delay);
    tone.stop(at + delay + 0.6);
  }
}

/** Microphone, speaker and ring device: which there are, which are chosen, how loud they are. */

export type DeviceUse = "microphone" | "speaker" | "ring";

export interface Devices {
  microphones: MediaDeviceInfo[];
  speakers: MediaDeviceInfo[];
  /** The browser can play to a speaker of choice. */
  canChooseSpeaker: boolean;
}

const kept = (use: DeviceUse) => `cordboard.device.${use}`;

/** The chosen device's id; empty for the system's own choice. */
export function chosen(use: DeviceUse): string {
  return localStorage.getItem(kept(use)) ?? "";
}

export function choose(use: DeviceUse, deviceId: string): void {
  if (deviceId) localStorage.setItem(kept(use), deviceId);
  else localStorage.removeItem(kept(use));
}

export async function listDevices(): Promise<Devices> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const real = all.filter((device) => device.deviceId !== "");
  return {
    microphones: real.filter((device) => device.kind === "audioinput"),
    speakers: real.filter((device) => device.kind === "audiooutput"),
    canChooseSpeaker: "setSinkId" in HTMLMediaElement.prototype,
  };
}

/** What to ask the browser for: the chosen microphone, or any if it has been unplugged. */
export function microphoneWanted(): MediaTrackConstraints {
  const deviceId = chosen("microphone");
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId ? { deviceId: { ideal: deviceId } } : {}),
  };
}

/** `insecure`: the page came over plain http from another machine, where browsers give no microphone. */
export type MicrophoneState = "unknown" | "ask" | "allowed" | "denied" | "missing" | "busy" | "insecure";

export async function microphoneState(): Promise<MicrophoneState> {
  if (!navigator.mediaDevices) return "insecure";
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  if (!devices.some((device) => device.kind === "audioinput")) return "missing";
  try {
    const permission = await navigator.permissions.query({ name: "microphone" as PermissionName });
    return permission.state === "granted" ? "allowed" : permission.state === "denied" ? "denied" : "ask";
  } catch {
    return "unknown";
  }
}

export function stateOfFailure(error: unknown): MicrophoneState {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "missing";
  if (name === "NotReadableError" || name === "AbortError") return "busy";
  return navigator.mediaDevices ? "unknown" : "insecure";
}

/** Open the microphone once, so that the browser asks for leave before the first call and not during it. */
export async function askForMicrophone(): Promise<MicrophoneState> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: microphoneWanted() });
    for (const track of stream.getTracks()) track.stop();
    return "allowed";
  } catch (error) {
    return stateOfFailure(error);
  }
}

/** Tell the loudness of a stream, 0 to 1, at every drawn frame, until the returned function is called. */
export function watchLevel(stream: MediaStream, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let frame = 0;
  let shown = 0;
  const measure = () => {
    analyser.getFloatTimeDomainData(samples);
    let sum = 0;
    for (const sample of samples) sum += sample * sample;
    const loud = levelOf(Math.sqrt(sum / samples.length));
    shown = Math.max(loud, shown * 0.9);
    tell(shown);
    frame = requestAnimationFrame(measure);
  };
  measure();
  return () => {
    cancelAnimationFrame(frame);
    source.disconnect();
    void context.close();
  };
}

/** Root mean square to what an ear makes of it: −60 dB is nothing, 0 dB is all. */
export function levelOf(rms: number): number {
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, 1 + (20 * Math.log10(rms)) / 60));
}

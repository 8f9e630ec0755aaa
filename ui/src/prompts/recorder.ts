/** A prompt spoken into the microphone. Browsers record Opus in WebM or MP4; it leaves here as WAV. */

import { decode } from "../messages/voice";
import { mono, wavOf } from "./wavFile";

export class Recorder {
  private readonly chunks: Blob[] = [];

  private constructor(
    readonly stream: MediaStream,
    private readonly recording: MediaRecorder,
  ) {
    recording.ondataavailable = (event) => this.chunks.push(event.data);
    recording.start();
  }

  /** Ask for the microphone and begin; rejects when it is denied or missing. */
  static async start(): Promise<Recorder> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    return new Recorder(stream, new MediaRecorder(stream));
  }

  async stop(): Promise<Blob> {
    const ended = new Promise((resolve) => {
      this.recording.onstop = resolve;
    });
    this.recording.stop();
    await ended;
    this.release();
    const sound = await decode(new Blob(this.chunks, { type: this.recording.mimeType }));
    const channels = Array.from({ length: sound.numberOfChannels }, (_, at) => sound.getChannelData(at));
    return wavOf(mono(channels), sound.sampleRate);
  }

  cancel(): void {
    if (this.recording.state !== "inactive") this.recording.stop();
    this.release();
  }

  private release(): void {
    for (const track of this.stream.getTracks()) track.stop();
  }
}

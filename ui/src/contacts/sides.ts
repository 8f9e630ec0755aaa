/** A stereo recording whose two sides are heard apart: left is the customer, right the agent. */

export type Side = "left" | "right";

export class Sides {
  private context: AudioContext | null = null;
  private gains: Record<Side, GainNode> | null = null;
  private volumes: Record<Side, number> = { left: 1, right: 1 };

  constructor(private readonly audio: HTMLAudioElement) {}

  /** Both sides go to both ears. Must follow a press of the listener's: browsers keep sound shut before one. */
  open(): void {
    if (this.context) {
      void this.context.resume();
      return;
    }
    const context = new AudioContext();
    const splitter = context.createChannelSplitter(2);
    context.createMediaElementSource(this.audio).connect(splitter);
    const gain = (channel: number) => {
      const made = context.createGain();
      made.channelCount = 1;
      splitter.connect(made, channel);
      made.connect(context.destination);
      return made;
    };
    this.context = context;
    this.gains = { left: gain(0), right: gain(1) };
    this.setVolume("left", this.volumes.left);
    this.setVolume("right", this.volumes.right);
  }

  setVolume(side: Side, volume: number): void {
    this.volumes[side] = volume;
    if (this.gains && this.context) this.gains[side].gain.setTargetAtTime(volume, this.context.currentTime, 0.015);
  }

  close(): void {
    void this.context?.close();
    this.context = this.gains = null;
  }
}

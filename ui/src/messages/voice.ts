/** A voicemail decoded in the browser: its length and how loud it is where. */

import type { Wave } from "../contacts/SoundPlayer";

const LEVELS = 800;
export const DECODED_HZ = 16_000;

export async function decode(sound: Blob): Promise<AudioBuffer> {
  // Decoding needs no device, so an offline context does; the sound comes out at its rate.
  const context = new OfflineAudioContext(1, 1, DECODED_HZ);
  return context.decodeAudioData(await sound.arrayBuffer());
}

export async function waveOf(sound: Blob): Promise<Wave> {
  const decoded = await decode(sound);
  return { seconds: decoded.duration, left: levelsOf(decoded.getChannelData(0), LEVELS), right: null };
}

/** The loudest sample of each of so many equal pieces, 0 to 1. */
export function levelsOf(samples: Float32Array, wanted: number): number[] {
  const pieces = Math.min(wanted, samples.length);
  return Array.from({ length: pieces }, (_, at) => {
    const from = Math.floor((at * samples.length) / pieces);
    const to = Math.floor(((at + 1) * samples.length) / pieces);
    let loudest = 0;
    for (let index = from; index < to; index++) loudest = Math.max(loudest, Math.abs(samples[index] ?? 0));
    return Math.min(1, loudest);
  });
}

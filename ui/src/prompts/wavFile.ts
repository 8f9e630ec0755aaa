/** A WAV file, written by hand: one channel of 16-bit samples. */

const HEADER = 44;

export function wavOf(samples: Float32Array, rate: number): Blob {
  const file = new DataView(new ArrayBuffer(HEADER + samples.length * 2));
  const word = (at: number, text: string) => [...text].forEach((letter, n) => file.setUint8(at + n, letter.charCodeAt(0)));
  word(0, "RIFF");
  file.setUint32(4, HEADER - 8 + samples.length * 2, true);
  word(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true);
  file.setUint16(22, 1, true);
  file.setUint32(24, rate, true);
  file.setUint32(28, rate * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  word(36, "data");
  file.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, at) => {
    const level = Math.max(-1, Math.min(1, sample));
    file.setInt16(HEADER + at * 2, Math.round(level * (level < 0 ? 0x8000 : 0x7fff)), true);
  });
  return new Blob([file.buffer], { type: "audio/wav" });
}

/** The mean of all channels. */
export function mono(channels: readonly Float32Array[]): Float32Array {
  const [first, ...others] = channels;
  if (!first || others.length === 0) return first ?? new Float32Array();
  return first.map((sample, at) => others.reduce((sum, one) => sum + (one[at] ?? 0), sample) / channels.length);
}

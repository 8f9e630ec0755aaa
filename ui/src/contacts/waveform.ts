/** Draw one side of a recording into a canvas. */

export interface Ink {
  played: string;
  ahead: string;
}

/** Bars of equal width, mirrored about the middle; `share` of them are played. */
export function drawWave(canvas: HTMLCanvasElement, levels: readonly number[], share: number, ink: Ink): void {
  const ratio = window.devicePixelRatio || 1;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pen = canvas.getContext("2d");
  if (!pen || width === 0) return;
  pen.clearRect(0, 0, width, height);
  const step = 3 * ratio;
  const bars = Math.floor(width / step);
  const shown = resample(levels, bars);
  const edge = share * width;
  for (let at = 0; at < bars; at++) {
    const tall = Math.max(ratio, (shown[at] ?? 0) * (height - 2 * ratio));
    pen.fillStyle = at * step < edge ? ink.played : ink.ahead;
    pen.fillRect(at * step, (height - tall) / 2, 2 * ratio, tall);
  }
}

/** As many levels as wanted; several fold into their loudest, so that no word is lost. */
export function resample(levels: readonly number[], wanted: number): number[] {
  if (levels.length === 0) return new Array<number>(wanted).fill(0);
  return Array.from({ length: wanted }, (_, at) => {
    const from = Math.floor((at * levels.length) / wanted);
    const to = Math.max(from + 1, Math.floor(((at + 1) * levels.length) / wanted));
    let loudest = 0;
    for (let index = from; index < to; index++) loudest = Math.max(loudest, levels[index] ?? 0);
    return loudest;
  });
}

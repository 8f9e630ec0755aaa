/** The live centre as this browser knows it, and what each frame of the feed makes of it. Pure. */

import type { Frame, Tile } from "../wire";

export interface LiveState {
  /** Number of the last frame taken; null before the first snapshot. */
  readonly seq: number | null;
  readonly tiles: Readonly<Record<string, Tile>>;
  /** A delta was missed: what is shown is stale until the next snapshot. */
  readonly gap: boolean;
}

export const EMPTY: LiveState = { seq: null, tiles: {}, gap: false };

/** Return the state after this frame. A frame that was seen already changes nothing; a missed one sets `gap`. */
export function applyFrame(state: LiveState, frame: Frame): LiveState {
  switch (frame.type) {
    case "pong":
      return state;
    case "snapshot":
      return { seq: frame.seq, tiles: keepSame(state.tiles, frame.tiles), gap: false };
    case "delta":
      if (state.seq !== null && frame.seq <= state.seq) return state;
      if (state.seq === null || state.gap || frame.seq !== state.seq + 1) return state.gap ? state : { ...state, gap: true };
      return { seq: frame.seq, tiles: merge(state.tiles, frame.tiles), gap: false };
  }
}

function merge(
  tiles: Readonly<Record<string, Tile>>,
  changes: Readonly<Record<string, Tile | null>>,
): Record<string, Tile> {
  const merged = { ...tiles };
  for (const [key, tile] of Object.entries(changes)) {
    if (tile === null) delete merged[key];
    else merged[key] = tile;
  }
  return merged;
}

/** Tiles that say the same keep their identity, so that a reconnect draws nothing again. */
function keepSame(
  before: Readonly<Record<string, Tile>>,
  after: Readonly<Record<string, Tile>>,
): Record<string, Tile> {
  const kept: Record<string, Tile> = {};
  for (const [key, tile] of Object.entries(after)) {
    const old = before[key];
    kept[key] = old !== undefined && JSON.stringify(old) === JSON.stringify(tile) ? old : tile;
  }
  return kept;
}

/** Seconds to wait before the next try: doubling from half a second up to ten, with a little chance against crowds. */
export function backoff(tries: number, chance: number): number {
  return Math.min(10, 0.5 * 2 ** Math.min(tries, 6)) * (0.75 + chance / 2);
}

/** The server's clock minus ours. A frame that travelled faster is nearer the truth, so the larger difference wins. */
export function betterOffset(known: number | null, serverNow: number, ourNow: number): number {
  const sample = serverNow - ourNow;
  return known === null || sample > known ? sample : known + (sample - known) * 0.05;
}

/** How a connection gets from node to node without running through those between: over or under them, in a lane of its own. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const MARGIN = 14;
const LANE = 7;
const LANES = 6;
/** How far a line runs out of a node before it turns. */
export const TURN = 34;

/** The height at which a line from one point to another must run to meet no box; null where the straight way is free. */
export function detour(from: Point, to: Point, boxes: readonly Box[]): number | null {
  const back = to.x < from.x + TURN;
  if (!back && !boxes.some((box) => crosses(from, to, box))) return null;
  const [left, right] = back ? [to.x - TURN, from.x + TURN] : [from.x, to.x];
  const between = boxes.filter((box) => box.right > left && box.left < right);
  const straight = (from.y + to.y) / 2;
  const levels = between.flatMap((box) => [box.top - MARGIN, box.bottom + MARGIN]);
  const free = levels.filter((y) => !between.some((box) => y > box.top - MARGIN && y < box.bottom + MARGIN));
  return free.reduce<number | null>((best, y) => (best === null || Math.abs(y - straight) < Math.abs(best - straight) ? y : best), null);
}

/** Whether the curve from point to point, which leaves and arrives level, runs through the box. */
function crosses(from: Point, to: Point, box: Box): boolean {
  if (box.left <= from.x || box.right >= to.x) return false;
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const x = box.left + (box.right - box.left) * share;
    const along = (x - from.x) / (to.x - from.x);
    // A curve with level ends, near enough to the one that is drawn.
    const y = from.y + (to.y - from.y) * along * along * (3 - 2 * along);
    if (y > box.top - 4 && y < box.bottom + 4) return true;
  }
  return false;
}

/** Lines at nearly the same height are set apart, each by its lane. */
export function inLanes(heights: readonly (number | null)[]): (number | null)[] {
  const taken = new Map<number, number>();
  return heights.map((y) => {
    if (y === null) return null;
    const bucket = Math.round(y / 20);
    const lane = taken.get(bucket) ?? 0;
    taken.set(bucket, lane + 1);
    const side = lane % 2 === 0 ? 1 : -1;
    return y + side * Math.ceil((lane % LANES) / 2) * LANE;
  });
}

/** The line that runs level at `y`, as an SVG path. */
export function detourPath(from: Point, to: Point, y: number): string {
  const [a, b] = [from.x + TURN, to.x - TURN];
  const bend = TURN * 0.9;
  const side = b >= a ? 1 : -1;
  return (
    `M ${from.x} ${from.y} C ${from.x + bend} ${from.y} ${a - side * bend} ${y} ${a} ${y} ` +
    `L ${b} ${y} C ${b + side * bend} ${y} ${to.x - bend} ${to.y} ${to.x} ${to.y}`
  );
}

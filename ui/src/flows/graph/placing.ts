/** Where nodes stand that nobody has placed: beside what leads to them. */

import { heightOf, NODE_WIDTH, tidy } from "./layout";
import type { Flow, Place } from "./language";
import { edgesOf } from "./ways";

const STEP_X = NODE_WIDTH + 92;
const STEP_Y = 30;

/** A place for every node: its own where it has one, else one found for it. Without any, the whole flow is tidied. */
export function placesOf(flow: Flow): Record<string, Place> {
  const ids = Object.keys(flow.nodes);
  const own = flow.layout ?? {};
  const missing = ids.filter((id) => !own[id]);
  if (missing.length === ids.length) return tidy(flow);
  const places: Record<string, Place> = {};
  for (const id of ids) if (own[id]) places[id] = own[id];
  if (!missing.length) return places;
  const edges = edgesOf(flow);
  const wanted = tidy(flow);
  for (const id of missing) {
    const before = edges.find((edge) => edge.to === id && places[edge.from]);
    const beside = before && places[before.from]!;
    const at: Place = beside ? [beside[0] + STEP_X, beside[1]] : wanted[id]!;
    places[id] = freePlace(flow, places, id, at);
  }
  return places;
}

/** The place nearest below where no other node stands. */
export function freePlace(flow: Flow, places: Readonly<Record<string, Place>>, id: string, at: Place): Place {
  const height = heightOf(flow, id);
  const [x] = at;
  let [, y] = at;
  const others = Object.entries(places)
    .filter(([other, place]) => other !== id && Math.abs(place[0] - x) < NODE_WIDTH + 20)
    .map(([other, place]) => ({ top: place[1], bottom: place[1] + heightOf(flow, other) }))
    .sort((a, b) => a.top - b.top);
  for (const { top, bottom } of others) if (y < bottom + STEP_Y && y + height + STEP_Y > top) y = bottom + STEP_Y;
  return [x, y];
}

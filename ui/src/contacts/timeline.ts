/** A contact's segments, offers and wrap-up as pieces of one bar. */

import type { ContactWhole } from "../wire";

export type PieceKind = "flow" | "queue" | "ring" | "talk" | "wrap-up";

export interface Piece {
  kind: PieceKind;
  from: number;
  to: number;
  queueId: string | null;
  agentId: string | null;
}

/** Pieces in time order. Ringing is cut out of the waiting it happened in; what goes on ends at `now`. */
export function piecesOf({ contact, segments, offers }: ContactWhole, now: number): Piece[] {
  const pieces: Piece[] = [];
  for (const segment of segments) {
    const end = segment.ended_at ?? now;
    const piece = (kind: PieceKind, from: number, to: number, agentId = segment.agent_id) => {
      if (to > from) pieces.push({ kind, from, to, queueId: segment.queue_id, agentId });
    };
    if (segment.kind !== "queue") {
      piece(segment.kind, segment.started_at, end);
      continue;
    }
    let at = segment.started_at;
    const within = offers
      .filter((offer) => offer.offered_at >= segment.started_at && offer.offered_at < end)
      .sort((a, b) => a.offered_at - b.offered_at);
    for (const offer of within) {
      const until = Math.min(offer.ended_at ?? end, end);
      piece("queue", at, offer.offered_at);
      piece("ring", Math.max(at, offer.offered_at), until, offer.agent_id);
      at = Math.max(at, until);
    }
    piece("queue", at, end);
  }
  pieces.sort((a, b) => a.from - b.from);
  const last = pieces.at(-1);
  if (last?.kind === "talk" && contact.wrap_up_s) {
    pieces.push({ ...last, kind: "wrap-up", from: last.to, to: last.to + contact.wrap_up_s });
  }
  return pieces;
}

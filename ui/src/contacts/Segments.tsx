import { Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { clock, named, timeOfDay } from "../app/format";
import { now } from "../live/clock";
import { useCenter } from "../session/session";
import type { ContactWhole } from "../wire";
import classes from "./Contacts.module.css";
import { type Piece, type PieceKind, piecesOf } from "./timeline";

const COLOR: Record<PieceKind, string> = {
  flow: "var(--state-flow)",
  queue: "var(--state-waiting)",
  ring: "var(--state-offered)",
  talk: "var(--state-talking)",
  "wrap-up": "var(--state-wrapping-up)",
};

/** The contact's time as one bar, each part in the colour of its state. */
export function Segments({ whole }: { whole: ContactWhole }) {
  const { t, i18n } = useTranslation();
  const { queues, agents } = useCenter();
  const pieces = piecesOf(whole, now());
  if (pieces.length === 0) return null;
  const start = pieces[0]?.from ?? 0;
  const end = Math.max(...pieces.map((piece) => piece.to));
  const kinds = [...new Set(pieces.map((piece) => piece.kind))];
  const words = (piece: Piece) => {
    const queue = named(
      queues.find((one) => one.queue_id === piece.queueId),
      i18n.language,
    );
    const agent = agents.find((one) => one.agent_id === piece.agentId)?.name;
    const who = piece.kind === "queue" || piece.kind === "flow" ? queue : agent;
    return [t(`segment.${piece.kind}`), clock(Math.round(piece.to - piece.from)), who].filter(Boolean).join(" · ");
  };
  return (
    <section>
      <div className={classes.bar}>
        {pieces.map((piece) => (
          <Tooltip key={`${piece.kind}${piece.from}`} label={words(piece)} openDelay={0}>
            <i
              role="img"
              aria-label={words(piece)}
              style={{ flexGrow: (piece.to - piece.from) / (end - start), background: COLOR[piece.kind] }}
            />
          </Tooltip>
        ))}
      </div>
      <div className={classes.legend}>
        <span className="number dim">{timeOfDay(start, i18n.language, true)}</span>
        {kinds.map((kind) => (
          <span key={kind}>
            <i className="dot" style={{ background: COLOR[kind] }} />
            {t(`segment.${kind}`)}{" "}
            <b className="number">
              {clock(
                Math.round(
                  pieces.filter((piece) => piece.kind === kind).reduce((sum, piece) => sum + piece.to - piece.from, 0),
                ),
              )}
            </b>
          </span>
        ))}
        <span className="push number dim">{timeOfDay(end, i18n.language, true)}</span>
      </div>
    </section>
  );
}

/** Sending digits into a call. */

import type { RTCSession } from "jssip/lib/RTCSession";
import type { Digit } from "./digits";

const TONE = { duration: 160, interToneGap: 80 };

/** As tones within the sound where the call agreed on them, which survives every exchange; else as SIP messages. */
export function sendDigit(session: RTCSession | null, digit: Digit): void {
  if (!session) return;
  const senders = session.connection?.getSenders() ?? [];
  const asTone = senders.some((sender) => sender.dtmf?.canInsertDTMF);
  session.sendDTMF(digit, { ...TONE, transportType: (asTone ? "RFC2833" : "INFO") as never });
}

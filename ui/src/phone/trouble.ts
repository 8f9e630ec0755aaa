/** What keeps an agent's phone from ringing or being heard, as one name that the screens put into words. */

import type { PhoneKind } from "../wire";
import type { MicrophoneState } from "./devices";
import type { Registration } from "./softphone";

export interface PhoneFacts {
  kind: PhoneKind;
  registration: Registration;
  microphone: MicrophoneState;
  /** Whether the centre can ring this phone. */
  reachable: boolean;
}

/** The key of the sentence, the most fundamental trouble first; null when all is well. */
export function phoneTrouble({ kind, registration, microphone, reachable }: PhoneFacts): string | null {
  if (kind === "sip") return reachable ? null : "phone.trouble.sip";
  if (microphone !== "allowed" && microphone !== "unknown") return `phone.microphone.${microphone}`;
  if (registration === "refused" || registration === "lost" || registration === "connecting") {
    return `phone.trouble.${registration}`;
  }
  if (registration === "registered" && !reachable) return "phone.trouble.unreachable";
  return null;
}

/** Keeps a note while it is typed: here at once, at the server soon after, again and again until it has arrived. */

export type NoteStatus = "saved" | "typing" | "saving" | "failed";

interface Means {
  save: (contactId: string, text: string) => Promise<void>;
  drafts: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  tell: (status: NoteStatus) => void;
}

const PAUSE_MS = 700;
const RETRY_MS = 4000;
export const NOTE_LENGTH_MAX = 4000;

const draftOf = (contactId: string) => `cordboard.note.${contactId}`;

export class NoteKeeper {
  private text: string | null = null;
  private saving = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly contactId: string,
    private readonly means: Means,
  ) {}

  /** What was typed here and never reached the server; null when there is nothing such. */
  draft(): string | null {
    return this.means.drafts.getItem(draftOf(this.contactId));
  }

  typed(text: string): void {
    this.text = text;
    this.means.drafts.setItem(draftOf(this.contactId), text);
    this.means.tell("typing");
    this.later(PAUSE_MS);
  }

  /** Send now what waits to be sent. */
  flush(): void {
    clearTimeout(this.timer);
    void this.send();
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), ms);
  }

  private async send(): Promise<void> {
    const text = this.text;
    if (text === null || this.saving) return;
    this.saving = true;
    this.means.tell("saving");
    try {
      await this.means.save(this.contactId, text);
      if (this.text === text) {
        this.text = null;
        this.means.drafts.removeItem(draftOf(this.contactId));
        this.means.tell("saved");
      } else {
        this.later(PAUSE_MS);
      }
    } catch {
      this.means.tell("failed");
      this.later(RETRY_MS);
    } finally {
      this.saving = false;
    }
  }
}

/** The text of a document, read; and its things, however they are kept: as a list, or by id. */

export type Read =
  | { ok: true; document: unknown }
  | { ok: false; says: string; line: number | null; column: number | null };

/** Parse, and name the line of a mistake where the browser tells its place. */
export function readDocument(text: string): Read {
  try {
    return { ok: true, document: JSON.parse(text) as unknown };
  } catch (error) {
    const says = error instanceof Error ? error.message : "";
    const position = /position (\d+)/.exec(says)?.[1];
    if (position === undefined) return { ok: false, says, line: null, column: null };
    const before = text.slice(0, Number(position)).split("\n");
    return { ok: false, says, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
}

export type Thing = Record<string, unknown>;

export function thingsOf(document: Record<string, unknown>, kind: string): Thing[] {
  const kept = document[kind];
  const found = Array.isArray(kept) ? kept : kept && typeof kept === "object" ? Object.values(kept) : [];
  return found.filter((thing): thing is Thing => typeof thing === "object" && thing !== null);
}

/** A field as words: lists with commas, nothing as nothing. */
export function words(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(words).filter(Boolean).join(", ");
  if (typeof value === "object") {
    const named = value as Thing;
    return words(named.name ?? Object.keys(named).length);
  }
  return String(value);
}

/** What differs within a field, down to its parts: one text of one prompt rather than all that is said. */

export interface Leaf {
  /** Such as `prompts.0.text.en`. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

const isTree = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

export function leavesOf(path: string, before: unknown, after: unknown): Leaf[] {
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isTree(before) || !isTree(after) || Array.isArray(before) !== Array.isArray(after)) return [{ path, before, after }];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => leavesOf(`${path}.${name}`, before[name], after[name]));
}

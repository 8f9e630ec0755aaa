/** The keys of a telephone. */

export const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;

export type Digit = (typeof DIGITS)[number];

const LETTERS: Partial<Record<Digit, string>> = {
  "2": "ABC",
  "3": "DEF",
  "4": "GHI",
  "5": "JKL",
  "6": "MNO",
  "7": "PQRS",
  "8": "TUV",
  "9": "WXYZ",
};

export const lettersOn = (digit: Digit): string => LETTERS[digit] ?? "";

/** The telephone key that a pressed key means, if any. */
export function digitOf(key: string): Digit | null {
  return (DIGITS as readonly string[]).includes(key) ? (key as Digit) : null;
}

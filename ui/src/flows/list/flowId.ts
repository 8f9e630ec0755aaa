/** Ids made from names. */

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  [..."абвгдеёжзийклмнопрстуфхцчшщъыьэюя"].map((letter, at) => [
    letter,
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya".split(" ")[at] ?? "",
  ]),
);

/** A name as an id: small Latin letters, digits and hyphens; Russian is transliterated. */
export function idFrom(name: string): string {
  const latin = [...name.toLocaleLowerCase()].map((letter) => LATIN[letter] ?? letter).join("");
  return latin.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 50);
}

/** The two languages say the same things, all of them are used, and none is missing. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import i18next from "i18next";
import { beforeAll, describe, expect, test } from "vitest";
import en from "./en.json";
import ru from "./ru.json";

const PLURAL = /_(zero|one|two|few|many|other)$/;

function keysOf(node: object, path = ""): string[] {
  return Object.entries(node).flatMap(([name, value]) =>
    typeof value === "string" ? [path + name] : keysOf(value as object, `${path}${name}.`),
  );
}

const bare = (keys: string[]) => [...new Set(keys.map((key) => key.replace(PLURAL, "")))].sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "client" ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !entry.name.includes(".test.") ? [readFileSync(path, "utf8")] : [];
  });
}

const code = sources(join(import.meta.dirname, "..")).join("\n");
const strings = new Set([...code.matchAll(/"([A-Za-z][\w-]*(?:\.[\w-]+)*)"/g)].map((found) => found[1]!));
const openings = [...code.matchAll(/`([a-zA-Z]+\.(?:[\w-]+\.)*)\$\{/g)].map((found) => found[1]!);
const customer = new Set(Object.keys(en.customer).map((word) => `customer.${word}`));

describe("the languages", () => {
  test("have the same keys", () => {
    expect(bare(keysOf(ru))).toEqual(bare(keysOf(en)));
  });

  test("use the same placeholders", () => {
    const holders = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort().join();
    const flat = (node: object) => new Map(keysOf(node).map((key) => [key, at(node, key)]));
    const russian = flat(ru);
    for (const [key, text] of flat(en)) {
      const same = russian.get(key);
      if (same !== undefined) expect([key, holders(same)]).toEqual([key, holders(text)]);
    }
  });

  test("have every plural form that they need", () => {
    for (const [language, node] of [["en", en], ["ru", ru]] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const keys = keysOf(node);
      for (const key of new Set(keys.filter((one) => PLURAL.test(one)).map((one) => one.replace(PLURAL, "")))) {
        for (const form of forms) expect(keys).toContain(`${key}_${form}`);
      }
    }
  });

  test("leave nothing empty", () => {
    for (const node of [en, ru]) for (const key of keysOf(node)) expect([key, at(node, key).trim()]).not.toEqual([key, ""]);
  });
});

describe("the words", () => {
  test("that the screens ask for are there", () => {
    const known = new Set(bare(keysOf(en)));
    const asked = [...code.matchAll(/\bt\(\s*"([\w.-]+)"/g), ...code.matchAll(/\bt\([^()"`]*\?\s*"([\w.-]+)"\s*:/g)]
      .map((found) => found[1]!)
      .filter((key) => !customer.has(`customer.${key}`));
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });

  test("that are there are used", () => {
    const used = (key: string) =>
      strings.has(key) || openings.some((opening) => key.startsWith(opening)) || (customer.has(key) && strings.has(key.slice(9)));
    expect(bare(keysOf(en)).filter((key) => !used(key))).toEqual([]);
  });
});

describe("Russian counting", () => {
  beforeAll(async () => {
    await i18next.init({ lng: "ru", resources: { ru: { translation: ru }, en: { translation: en } } });
  });

  test.each([
    [1, "1 обращение"],
    [2, "2 обращения"],
    [5, "5 обращений"],
    [11, "11 обращений"],
    [21, "21 обращение"],
    [114, "114 обращений"],
  ])("%d is %s", (count, words) => {
    expect(i18next.t("desk.handled", { count })).toBe(words);
  });

  test("nobody waiting is said in words", () => {
    expect(i18next.t("desk.waitingNow", { count: 0 })).toBe("Никто не ждёт.");
    expect(i18next.t("desk.waitingNow", { count: 3 })).toBe("Ожидают 3 обращения.");
  });
});

function at(node: object, key: string): string {
  return key.split(".").reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], node) as string;
}

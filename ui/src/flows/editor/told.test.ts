/** What the server found is said in the language of the screen, with everything that it names. */

import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, test } from "vitest";
import en from "../../i18n/en.json";
import ru from "../../i18n/ru.json";
import { told } from "./told";

let russian: TFunction;
let english: TFunction;

beforeAll(async () => {
  await i18next.init({
    lng: "ru",
    resources: { ru: { translation: ru }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  russian = i18next.getFixedT("ru");
  english = i18next.getFixedT("en");
});

describe("what is wrong with a flow", () => {
  test("is said in the language of the screen", () => {
    const found = { says: "queue 'vip' does not exist", code: "queue-missing", names: { thing: "vip" } };
    expect(told(found, russian)).toBe("очереди «vip» нет");
    expect(told(found, english)).toBe("queue “vip” does not exist");
  });

  test.each([
    ["next", "выход «дальше» никуда не ведёт"],
    ["on_too_many", "выход «слишком часто» никуда не ведёт"],
    ["key 1", "выход «клавиша 1» никуда не ведёт"],
    ["2", "выход «условие 2» никуда не ведёт"],
    ["novel", "выход «novel» никуда не ведёт"],
  ])("names the way %s as the canvas does", (way, words) => {
    expect(told({ says: "", code: "way-open", names: { way } }, russian)).toBe(words);
  });

  test("keeps the server's words where the sentence is not known here", () => {
    expect(told({ says: "a novel fault", code: "novel", names: { thing: "x" } }, russian)).toBe("a novel fault");
    expect(told({ says: "cannot be read $t(flows.key) {{thing}}", code: "", names: {} }, russian)).toBe(
      "cannot be read $t(flows.key) {{thing}}",
    );
  });

  test("takes what somebody named for words and nothing else", () => {
    const found = { says: "", code: "queue-missing", names: { thing: "$t(flows.key) {{thing}} <b>" } };
    expect(told(found, russian)).toBe("очереди «$t(flows.key) {{thing}} <b>» нет");
  });
});

test("a failing test case says how the conversation should have ended", () => {
  const failed = { says: "", code: "case-ended", names: { wanted: "goodbye", found: "left" } };
  expect(told(failed, russian)).toBe("разговор должен был закончиться так: прощание; закончился так: клиент положил трубку");
});

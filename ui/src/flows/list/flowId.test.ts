import { expect, test } from "vitest";
import { NODE_ID } from "../graph/language";
import { idFrom } from "./flowId";

test.each([
  ["After the call", "after-the-call"],
  ["Опрос после звонка", "opros-posle-zvonka"],
  ["Щука & ёж 2", "shchuka-ezh-2"],
  ["  !  ", ""],
])("%s becomes the id %s", (name, id) => {
  expect(idFrom(name)).toBe(id);
  if (id) expect(id).toMatch(NODE_ID);
});

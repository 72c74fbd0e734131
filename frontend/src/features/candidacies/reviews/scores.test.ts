import { expect, test } from "vitest";
import { given, isSame, isWhole } from "./scores";

test("what says nothing is not sent, and a score of zero is one", () => {
  const scores = {
    a: { score: "0" as const, comment: "" },
    b: { score: "" as const, comment: "  " },
    c: { score: "" as const, comment: " À revoir. " },
  };
  expect(given(scores)).toEqual([
    { criterion: "a", score: 0 },
    { criterion: "c", comment: "À revoir." },
  ]);
  expect(Object.values(scores).some(isWhole)).toBe(false);
  expect(isWhole({ score: "0", comment: "Rien." })).toBe(true);
});

test("the order in which criteria were scored makes no difference", () => {
  const one = { score: "3" as const, comment: "Bien." };
  expect(isSame({ a: one, b: one }, { b: one, a: one })).toBe(true);
  expect(isSame({ a: one }, { a: { ...one, score: "4" } })).toBe(false);
});

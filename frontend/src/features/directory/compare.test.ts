import { expect, test } from "vitest";
import { compare } from "./compare";

test("what differs is told member by member, and the rest by name", () => {
  const there = {
    name: "Makerspace",
    kinds: ["fablab"],
    summary: { fr: "Un", de: "Eins" },
    links: [],
    phone: "1",
  };
  const here = { summary: { de: "Eins", fr: "Un" }, kinds: ["fablab", "startup"], name: "Makerspace" };
  expect(compare(there, here)).toEqual({
    differs: [
      { member: "kinds", there: ["fablab"], here: ["fablab", "startup"] },
      { member: "phone", there: "1", here: undefined },
    ],
    same: ["name", "summary"],
  });
});

test("what is not said is the same as nothing, and the order of values counts", () => {
  expect(compare({ links: [] }, {})).toEqual({ differs: [], same: [] });
  expect(compare({ sectors: ["a", "b"] }, { sectors: ["b", "a"] }).differs).toHaveLength(1);
});

import { expect, test } from "vitest";
import { bodyOf, minimumOf, textOf } from "./criteria";

const PASS = {
  code: "pass-french-tech",
  title: { fr: "Au Pass French Tech", de: "Im Pass French Tech" },
  detail: { fr: "Sur deux ans" },
  minimum: 5,
  unit: { fr: "entreprises" },
};

test("a criterion that goes on keeps its code, and its words in other languages", () => {
  const typed = textOf(PASS, 0);
  expect(bodyOf(typed)).toEqual(PASS);
  expect(bodyOf({ ...typed, title: "Lauréates du Pass", minimum: "" })).toEqual({
    code: "pass-french-tech",
    title: { fr: "Lauréates du Pass", de: "Im Pass French Tech" },
    detail: { fr: "Sur deux ans" },
  });
});

test("a new criterion has no code, and is counted only where there is a number", () => {
  const typed = { id: 1, title: " Une équipe ", minimum: "", unit: "personnes" };
  expect(bodyOf(typed)).toEqual({ title: { fr: "Une équipe" } });
  expect(bodyOf({ ...typed, minimum: "1 200" })).toEqual({
    title: { fr: "Une équipe" },
    minimum: 1200,
    unit: { fr: "personnes" },
  });
  expect([minimumOf(""), minimumOf("0"), minimumOf("3,5"), minimumOf("x")]).toEqual([
    undefined,
    "wrong",
    "wrong",
    "wrong",
  ]);
});

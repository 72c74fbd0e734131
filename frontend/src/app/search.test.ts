import { expect, it } from "vitest";
import { many, one, parseSearch, stringifySearch } from "./search";

it("reads and writes repeated names without quotes or brackets", () => {
  const search = parseSearch("?kinds=startup&kinds=fablab&q=eau");
  expect(search).toEqual({ kinds: ["startup", "fablab"], q: "eau" });
  expect(stringifySearch(search)).toBe("?kinds=startup&kinds=fablab&q=eau");
});

it("leaves out what is empty", () => {
  expect(stringifySearch({ q: "", kinds: undefined })).toBe("");
});

it("keeps only what a page knows", () => {
  expect(many(["startup", "evil", "startup"], ["startup", "sme"])).toEqual(["startup"]);
  expect(many("evil", ["startup"])).toBeUndefined();
  expect(one(["a", "b"])).toBe("a");
  expect(one("")).toBeUndefined();
});

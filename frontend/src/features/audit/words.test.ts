import { expect, it } from "vitest";
import { ACTION_NAMES, KIND_NAMES } from "./words";

it("has a word for whatever an action is done to", () => {
  // What is refused is an operation.
  const things = new Set(ACTION_NAMES.map((name) => name.split(".")[0]).filter((name) => name !== "access"));
  expect([...things].filter((name) => name === undefined || !KIND_NAMES.includes(name))).toEqual([]);
});

import { expect, test } from "vitest";
import { readBox, writeBox } from "./box";

test("a part of the map is read from an address as it was written there", () => {
  const box = [5.9, 48.6, 6.3, 49.2] as const;
  expect(readBox(writeBox(box))).toEqual(box);
});

test("what is no part of a map is left out", () => {
  for (const text of [
    "",
    "1,2,3",
    "6,48,5,49",
    "5,49,6,48",
    "5,48,6,a",
    ",48,6,49",
    "-181,0,0,1",
    "1,2,3,4,5",
  ]) {
    expect(readBox(text), text).toBeUndefined();
  }
});

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { colours, contrast, PAIRS } from "./contrast";

const COLOURS = colours(readFileSync("src/styles/tokens.css", "utf8"));

describe("contrast", () => {
  it("is computed as WCAG does", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  it.each(["light", "dark"] as const)("is enough for every pair in use, %s", (theme) => {
    const weak = PAIRS.filter(({ colour, ground, minimum }) => {
      const [one, other] = [COLOURS[colour], COLOURS[ground]];
      if (!one || !other) throw new Error(`no token ${one ? ground : colour}`);
      return contrast(one[theme], other[theme]) < minimum;
    });
    expect(weak).toEqual([]);
  });
});

// The grid of the RGAA says something of each criterion, names only checks that are there, and is what the public page
// declares.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ASSESSMENT } from "~/features/accessibility/assessment";

const FOLDER = "../docs/accessibility";
const GRID = readFileSync(join(FOLDER, "rgaa.md"), "utf8");
/** How many criteria each topic of RGAA 4.1.2 has: 106 in all. */
const TOPICS = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12];
const CRITERIA = TOPICS.flatMap((count, topic) =>
  Array.from({ length: count }, (_, index) => `${topic + 1}.${index + 1}`),
);
/** Ways of checking that are no test. */
const BY_HAND = /\b(code|eye|bare|ear)\b/;

const rows = [...GRID.matchAll(/^\| (\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \| (.*?) ?\|$/gm)].map(
  ([, number = "", title = "", result = "", checks = "", finding = ""]) => ({
    number,
    title,
    result,
    checks,
    finding,
  }),
);
const tests = new Map(
  [...GRID.matchAll(/^\[(.+?)\]: (\S+)$/gm)].map(([, name = "", path = ""]) => [name, path]),
);
const named = (text: string) => [...text.matchAll(/\[([^\]]+)\](?![(:])/g)].map((match) => match[1] ?? "");
const having = (result: string) => rows.filter((row) => row.result === result).map((row) => row.number);

describe("the grid of the RGAA", () => {
  it("has all criteria, in their order", () => {
    expect(CRITERIA).toHaveLength(106);
    expect(rows.map((row) => row.number)).toEqual(CRITERIA);
  });

  it("has a result for each, and what a fault or a gap is", () => {
    const results = ["respected", "not respected", "not applicable", "open"];
    expect(rows.filter((row) => !results.includes(row.result))).toEqual([]);
    expect(rows.filter((row) => /not respected|open/.test(row.result) && row.finding === "")).toEqual([]);
  });

  it("says how each was checked, by tests that are there", () => {
    expect(rows.filter((row) => named(row.checks).length === 0 && !BY_HAND.test(row.checks))).toEqual([]);
    expect([...new Set(named(GRID))].filter((name) => !tests.has(name))).toEqual([]);
    expect([...tests.keys()].filter((name) => !named(GRID).includes(name))).toEqual([]);
    expect([...tests.values()].filter((path) => !existsSync(join(FOLDER, path)))).toEqual([]);
  });

  it("is what the public page declares", () => {
    const { respected, notApplicable, notRespected, open } = ASSESSMENT;
    expect({ respected, notApplicable, notRespected, open }).toEqual({
      respected: having("respected").length,
      notApplicable: having("not applicable").length,
      notRespected: having("not respected"),
      open: having("open"),
    });
  });
});

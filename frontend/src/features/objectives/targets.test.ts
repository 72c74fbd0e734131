import { expect, it } from "vitest";
import type { Objective } from "~/api/types";
import { mainTarget, targetShort, targetWords } from "./targets";

const source = { title: "Article A", publisher: "Presse" };
const words = { fr: "mots" };

function target(type: "multiplier" | "percent" | "absolute", value: number, at_least = false) {
  return { type, value, at_least, horizon_years: 6, source, words };
}

function objective(change: Partial<Objective>): Objective {
  return {
    id: "1",
    slug: "pme",
    position: 2,
    name: { fr: "PME du numérique" },
    unit: { fr: "PME" },
    announcement: { words, announced: { on: "2014-11-01", precision: "month", inferred: true }, source },
    targets: [target("percent", 50), target("absolute", 4000)],
    horizon_years: 6,
    context: [
      {
        slug: "digital-companies",
        label: words,
        perimeter: words,
        qualifier: "exact",
        value: 2000,
        source,
        date: null,
      },
    ],
    revision: 1,
    updated_at: "2026-01-01T00:00:00Z",
    ...change,
  };
}

it("says targets as they were stated", () => {
  expect(targetWords(target("absolute", 4000), { fr: "PME" })).toBe("atteindre 4\u202f000 PME");
  expect(targetWords(target("percent", 100, true), { fr: "emplois" })).toBe(
    "augmenter de plus de 100\u202f%",
  );
  expect(targetShort(target("multiplier", 2))).toBe("×\u202f2");
});

it("shows the change before the level", () => {
  expect(mainTarget(objective({ targets: [target("absolute", 4000), target("percent", 50)] }))?.type).toBe(
    "percent",
  );
});

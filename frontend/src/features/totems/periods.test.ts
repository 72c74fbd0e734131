import { expect, it } from "vitest";
import { firstDay } from "./periods";

it("begins on the first of a month, a year, the year or five years back", () => {
  const now = new Date("2027-02-14T12:00:00Z");
  expect(firstDay("12-mois", now)).toBe("2026-03-01");
  expect(firstDay("annee", now)).toBe("2027-01-01");
  expect(firstDay("5-ans", now)).toBe("2022-03-01");
});

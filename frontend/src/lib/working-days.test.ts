import { expect, it } from "vitest";
import { dueDay, isWorkingDay, todayInParis } from "./working-days";

it("counts from the day after, and skips the weekend", () => {
  expect(dueDay("2026-11-20", 1, "national")).toBe("2026-11-23");
  expect(dueDay("2026-11-22", 5, "national")).toBe("2026-11-27");
});

it.each([
  ["2026-04-06", "Easter Monday"],
  ["2026-05-14", "Ascension"],
  ["2026-05-25", "Whit Monday"],
  ["2025-04-21", "Easter Monday a year before"],
  ["2026-07-14", "the national day"],
])("keeps %s free: %s", (day) => {
  expect(isWorkingDay(day, "national")).toBe(false);
});

it("keeps Good Friday and 26 December free in Metz and Thionville only", () => {
  expect(isWorkingDay("2026-04-03", "alsace_moselle")).toBe(false);
  expect(isWorkingDay("2026-04-03", "national")).toBe(true);
  expect(isWorkingDay("2025-12-26", "alsace_moselle")).toBe(false);
  expect(isWorkingDay("2025-12-26", "national")).toBe(true);
  expect(dueDay("2026-04-02", 1, "alsace_moselle")).toBe("2026-04-07");
});

it("takes the day it is in Paris", () => {
  expect(todayInParis(new Date("2026-06-30T22:30:00Z"))).toBe("2026-07-01");
});

it("counts no day on which the place is closed", () => {
  const closures = [{ from_on: "2026-12-24", until_on: "2026-12-31" }];
  expect(dueDay("2026-12-22", 3, "national", closures)).toBe("2027-01-05");
});

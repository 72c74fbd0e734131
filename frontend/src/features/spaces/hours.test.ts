import { expect, it } from "vitest";
import { hoursText, readHours } from "./hours";

it("reads the hours of a day as people type them", () => {
  const morning = { weekday: "monday", opens: "09:00", closes: "12:00" } as const;
  const afternoon = { weekday: "monday", opens: "14:00", closes: "18:30" } as const;
  expect(readHours("monday", "9h-12h, 14:00 – 18h30")).toEqual([morning, afternoon]);
  expect(readHours("monday", " ")).toEqual([]);
  expect(readHours("monday", "toute la journée")).toBeUndefined();
  expect(hoursText([morning, afternoon]).monday).toBe("09:00-12:00, 14:00-18:30");
});

import { expect, it } from "vitest";
import { addDays, beginnings, clock, freeUnits, instant, lengths, local, monday, nextOpen } from "./times";

it("knows the time of the sites in winter and in summer", () => {
  expect(instant("2026-12-07", 9 * 60)).toBe("2026-12-07T08:00:00Z");
  expect(instant("2026-06-07", 9 * 60)).toBe("2026-06-07T07:00:00Z");
  expect(instant("2026-12-07", 24 * 60)).toBe("2026-12-07T23:00:00Z");
  expect(local("2026-12-07T23:30:00Z")).toEqual({ day: "2026-12-08", minutes: 30 });
  // "2" of 2026, while it is typed.
  expect(local(instant("0002-12-01", 0)).day).toBe("0002-12-01");
  expect(monday("2026-12-13")).toBe("2026-12-07");
  expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
  expect(clock(9 * 60 + 5)).toBe("09:05");
});

it("begins where something can be booked: after the last hour, on the next day that opens", () => {
  const open = (weekday: "monday" | "friday") => ({ weekday, opens: "08:00", closes: "19:00" });
  const from = (day: string, minutes: number) =>
    nextOpen([open("monday"), open("friday")], new Date(instant(day, minutes)));
  expect(from("2026-11-27", 18 * 60)).toBe("2026-11-27");
  expect(from("2026-11-27", 19 * 60)).toBe("2026-11-30");
  expect(from("2026-11-28", 10 * 60)).toBe("2026-11-30");
  expect(from("2026-12-04", 20 * 60)).toBe("2026-12-07");
  expect(nextOpen([open("monday")], new Date(instant("2026-11-30", 20 * 60)))).toBe("2026-12-07");
  expect(nextOpen([], new Date())).toBeUndefined();
});

const period = (from: number, to: number) => ({
  starts_at: instant("2026-12-07", from * 60),
  ends_at: instant("2026-12-07", to * 60),
});

it("counts what is free where it is open", () => {
  const availability = {
    from: instant("2026-12-07", 0),
    to: instant("2026-12-08", 0),
    open: [period(9, 12), period(14, 18)],
    units: [
      { unit: 1, busy: [period(9, 10)] },
      { unit: 2, busy: [] },
    ],
  };
  expect(freeUnits(availability, period(9, 10))).toBe(1);
  expect(freeUnits(availability, period(10, 11))).toBe(2);
  expect(freeUnits(availability, period(11, 13))).toBeUndefined();
  const from = beginnings(availability, "2026-12-07", new Date(instant("2026-12-07", 11 * 60 + 20)));
  expect(from.slice(0, 3).map(clock)).toEqual(["11:30", "11:45", "14:00"]);
});

it("offers lengths within the rules", () => {
  expect(lengths(15, 120)).toEqual([15, 30, 60, 90, 120]);
  expect(lengths(1440, 2880)).toEqual([1440, 2880]);
});

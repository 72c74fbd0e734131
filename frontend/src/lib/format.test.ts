import { afterEach, describe, expect, it } from "vitest";
import { dateTime, longDate, number, planDate } from "./format";
import { setLocale } from "./locale";
import { preciseDate } from "./precise-date";
import { safeUrl, siteName } from "./url";

afterEach(() => setLocale("fr"));

describe("dates", () => {
  it("are said in words where people plan, with the year only when it is another one", () => {
    const now = new Date("2026-11-22T12:00:00Z");
    expect(planDate("2026-12-04", now)).toBe("vendredi 4 décembre");
    expect(planDate("2027-01-04", now)).toBe("lundi 4 janvier 2027");
  });

  it("call the first of a month premier in French only", () => {
    expect(longDate("2014-02-01")).toBe("1er février 2014");
    expect(longDate("2014-02-11")).toBe("11 février 2014");
    setLocale("de");
    expect(longDate("2014-02-01")).toBe("1. Februar 2014");
  });

  it("are no more exact than they are known", () => {
    expect(preciseDate("2018-10-01", "month")).toBe("octobre 2018");
    expect(preciseDate("2015-03-01", "season")).toBe("printemps 2015");
    expect(preciseDate("2014-12-21", "season")).toBe("hiver 2014");
    expect(preciseDate("2014-01-01", "year")).toBe("2014");
  });

  it("are shown in the time of Paris, whatever the reader's own", () => {
    expect(dateTime("2026-06-30T22:30:00Z")).toContain("1er juillet 2026");
    expect(dateTime("2026-06-30T22:30:00Z")).toContain("00:30");
  });
});

it("numbers keep their thin space together", () => {
  expect(number(20000)).toBe("20\u202f000");
});

describe("addresses from records", () => {
  it("are links only when a browser may follow them", () => {
    expect(safeUrl("https://ror.org/x")).toBe("https://ror.org/x");
    expect(safeUrl("javascript:alert(1)")).toBeUndefined();
    expect(safeUrl("data:text/html,x")).toBeUndefined();
    expect(safeUrl("not an address")).toBeUndefined();
  });

  it("are named by their host", () => {
    expect(siteName("https://www.loria.fr/fr/")).toBe("loria.fr");
  });
});

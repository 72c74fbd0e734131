import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setLocale } from "~/lib/locale";
// Loaded late, and here at once, however busy the machine.
import "./aria/DateField";
import { DateField, INCOMPLETE_DATE } from "./DateField";

const user = userEvent.setup({ delay: null });

function Field({ first = "", min, max }: { first?: string; min?: string; max?: string }) {
  const [value, setValue] = useState(first);
  return (
    <>
      <DateField label="J" hint="h" value={value} onChange={setValue} min={min} max={max} />
      <output>{value}</output>
    </>
  );
}

const field = () => screen.findByRole("group", { name: "J" });
const parts = () => screen.getAllByRole("spinbutton").map((part) => part.textContent);
const part = (at: number) => screen.getAllByRole("spinbutton")[at] as HTMLElement;
const leave = () => act(() => (document.activeElement as HTMLElement).blur());
const chosen = () => document.querySelector("output")?.textContent;

// A part of the date puts the caret back to itself whenever it hears of it, and happy-dom tells it at once, for ever.
const collapse = Selection.prototype.collapse;
let collapsing = false;
beforeEach(() => {
  vi.spyOn(Selection.prototype, "collapse").mockImplementation(function (this: Selection, ...to) {
    if (collapsing) return;
    collapsing = true;
    collapse.apply(this, to);
    collapsing = false;
  });
});
afterEach(() => setLocale("fr"));

describe("DateField", () => {
  it("takes a date as it is written in French", async () => {
    render(<Field />);
    await field();
    expect(parts()).toEqual(["jj", "mm", "aaaa"]);
    await user.tab();
    await user.keyboard("03122026");
    expect(chosen()).toBe("2026-12-03");
  });

  it.each([
    ["de", ["tt", "mm", "jjjj"]],
    ["en", ["dd", "mm", "yyyy"]],
  ] as const)("takes it day first in %s too", async (locale, hints) => {
    setLocale(locale);
    render(<Field />);
    await field();
    expect(parts()).toEqual(hints);
    await user.tab();
    await user.keyboard("31012027");
    expect(chosen()).toBe("2027-01-31");
  });

  it("opens a calendar whose weeks begin on Monday, and takes a day by keyboard", async () => {
    render(<Field first="2026-12-03" />);
    const group = await field();
    await user.click(within(group).getByRole("button"));
    const calendar = await screen.findByRole("grid");
    const names = [...calendar.querySelectorAll("th")].map((head) => head.textContent);
    expect(names[0]).toMatch(/^lun/);
    expect(names[6]).toMatch(/^dim/);
    // Back, on, and the day itself: in a browser the focus is there at once, here it walks.
    await user.tab();
    await user.tab();
    await user.tab();
    await user.keyboard("{ArrowDown}{ArrowRight}{Enter}");
    expect(chosen()).toBe("2026-12-11");
    expect(screen.queryByRole("grid")).toBeNull();
  });

  it("offers no day outside of what can be taken, and says why one that is typed is not", async () => {
    render(<Field first="2026-12-03" min="2026-12-02" max="2026-12-20" />);
    const group = await field();
    await user.click(within(group).getByRole("button"));
    const calendar = await screen.findByRole("grid");
    const day = (n: number) =>
      within(calendar).getByRole("button", { name: new RegExp(`\\b${n} décembre`), hidden: true });
    expect(day(1).getAttribute("aria-disabled")).toBe("true");
    expect(day(2).getAttribute("aria-disabled")).toBeNull();
    expect(day(21).getAttribute("aria-disabled")).toBe("true");
    await user.keyboard("{Escape}");
    await user.click(part(0));
    await user.keyboard("24");
    expect(chosen()).toBe("2026-12-24");
    expect(document.body.textContent).toContain("Choisissez une date jusqu’au 20 décembre 2026.");
    expect((await field()).getAttribute("data-invalid")).toBe("true");
  });

  it("is emptied part by part, and says so while a part is missing", async () => {
    render(<Field first="2026-12-03" />);
    await field();
    await user.tab();
    await user.keyboard("{Backspace}{Backspace}");
    expect(parts()).toEqual(["jj", "12", "2026"]);
    await leave();
    expect(chosen()).toBe(INCOMPLETE_DATE);
    expect(document.body.textContent).toContain("Il manque une partie de la date");
    // The same day again is a date again.
    await user.click(part(0));
    await user.keyboard("03");
    await leave();
    expect(chosen()).toBe("2026-12-03");
    for (const at of [0, 1, 2]) {
      await user.click(part(at));
      await user.keyboard("{Backspace}{Backspace}{Backspace}{Backspace}");
    }
    await leave();
    expect([parts(), chosen()]).toEqual([["jj", "mm", "aaaa"], ""]);
  });

  it("takes a year of two digits for one of this century", async () => {
    render(<Field />);
    await field();
    await user.tab();
    await user.keyboard("031226");
    await leave();
    expect(chosen()).toBe("2026-12-03");
  });
});

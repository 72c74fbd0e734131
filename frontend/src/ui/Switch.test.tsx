import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Switch } from "./Switch";

it("turns with the space bar, and is heard with its hint and its error", async () => {
  const change = vi.fn();
  render(<Switch label="x" hint="h" error="e" on={false} onChange={change} />);
  const control = screen.getByRole("switch", { name: "x" });
  await userEvent.tab();
  await userEvent.keyboard(" ");
  expect(change).toHaveBeenCalledExactlyOnceWith(true);
  const heard = (control.getAttribute("aria-describedby") ?? "")
    .split(" ")
    .map((id) => document.getElementById(id)?.textContent);
  expect(heard).toEqual(["h", "e"]);
});

it("does not turn again while the change is on its way", async () => {
  const change = vi.fn();
  render(<Switch label="x" on pending onChange={change} />);
  await userEvent.click(screen.getByRole("switch"));
  expect(change).not.toHaveBeenCalled();
});

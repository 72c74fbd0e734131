import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { activeShortcuts, press, setSingleKeys, useShortcuts } from "./shortcuts";

const find = vi.fn();
const take = vi.fn();
const words = () => "";

beforeEach(() => {
  find.mockClear();
  take.mockClear();
});

function Site({ at = "" }: { at?: string }) {
  useShortcuts([{ key: "/", withControl: "k", words, run: find }]);
  return (
    <>
      <input aria-label="champ" />
      <button type="button">bouton</button>
      {at === "work" && <Work />}
      {at === "dialog" && <div role="dialog" />}
    </>
  );
}

function Work() {
  useShortcuts([{ key: "a", words, run: take }]);
  return null;
}

const keys = (text: string) => userEvent.keyboard(text);

it("act anywhere but in a field, and with Ctrl in a field too", async () => {
  render(<Site />);
  await keys("/");
  await userEvent.click(screen.getByRole("button"));
  await keys("/");
  expect(find).toHaveBeenCalledTimes(2);
  await userEvent.click(screen.getByRole("textbox"));
  await keys("/k");
  expect(find).toHaveBeenCalledTimes(2);
  await keys("{Control>}k{/Control}");
  expect(find).toHaveBeenCalledTimes(3);
});

it("are silent while a dialog is open", async () => {
  render(<Site at="dialog" />);
  await keys("/{Control>}k{/Control}");
  expect(find).not.toHaveBeenCalled();
});

it("of a page act while it is there, and Ctrl does not make them", async () => {
  const { rerender } = render(<Site at="work" />);
  expect(activeShortcuts().map((one) => one.key)).toEqual(["a", "/"]);
  await keys("a{Control>}a{/Control}");
  expect(take).toHaveBeenCalledTimes(1);
  press("a");
  expect(take).toHaveBeenCalledTimes(2);
  rerender(<Site />);
  await keys("a");
  expect(take).toHaveBeenCalledTimes(2);
});

it("can be switched off, but for those with Ctrl", async () => {
  render(<Site />);
  setSingleKeys(false);
  await keys("/");
  expect(find).not.toHaveBeenCalled();
  await keys("{Control>}k{/Control}");
  expect(find).toHaveBeenCalledOnce();
});

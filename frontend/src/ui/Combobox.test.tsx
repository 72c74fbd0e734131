import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { Combobox, type ComboboxChoice } from "./Combobox";

const user = userEvent.setup({ delay: null });

const CITIES: ComboboxChoice[] = ["Épinal", "Metz", "Nancy", "Thionville"].map((label) => ({
  id: label,
  label,
}));

function Field({ first }: { first?: ComboboxChoice }) {
  const [value, setValue] = useState(first);
  return (
    <>
      <Combobox label="V" hint="h" error="e" choices={CITIES} value={value} onChange={setValue} />
      <output>{value?.id}</output>
    </>
  );
}

const field = () => screen.findByRole("combobox", { name: "V" }) as Promise<HTMLInputElement>;
const offered = () => screen.queryAllByRole("option").map((option) => option.textContent);
const chosen = () => document.querySelector("output")?.textContent;

describe("Combobox", () => {
  it("narrows the list to what is typed, whatever the accents, and takes the choice by keyboard", async () => {
    render(<Field />);
    const input = await field();
    await user.tab();
    await user.keyboard("epi");
    expect(offered()).toEqual(["Épinal"]);
    await user.keyboard("{ArrowDown}{Enter}");
    expect([chosen(), input.value, offered()]).toEqual(["Épinal", "Épinal", []]);
  });

  it("offers the whole list again once something is chosen", async () => {
    render(<Field first={CITIES[1]} />);
    const input = await field();
    expect(input.value).toBe("Metz");
    await user.tab();
    await user.keyboard("{ArrowDown}");
    expect(offered()).toHaveLength(4);
  });

  it("says when nothing matches, and goes back to what was chosen", async () => {
    render(<Field first={CITIES[1]} />);
    const input = await field();
    await user.tab();
    await user.keyboard("q");
    expect(document.body.textContent).toContain("Rien ne correspond à «\u202fq\u202f».");
    await user.keyboard("{Escape}");
    expect([chosen(), input.value]).toEqual(["Metz", "Metz"]);
    await user.keyboard("x");
    await user.tab();
    expect([chosen(), input.value]).toEqual(["Metz", "Metz"]);
  });

  it("takes a choice that was written out, however it was written", async () => {
    render(<Field />);
    await user.tab();
    await user.keyboard("epinal");
    await user.tab();
    expect(chosen()).toBe("Épinal");
  });

  it("is worked with a pointer too, and keeps the focus in the field", async () => {
    render(<Field />);
    const input = await field();
    await user.click(screen.getByRole("button", { name: /^Montrer les choix/ }));
    expect(screen.getByText("4 choix").getAttribute("role")).toBe("status");
    await user.click(screen.getByRole("option", { name: "Nancy" }));
    expect([chosen(), document.activeElement, offered()]).toEqual(["Nancy", input, []]);
  });

  it("closes its list on Escape, and not the dialog around it", async () => {
    const outside = vi.fn();
    render(
      // biome-ignore lint/a11y/noStaticElementInteractions: stands for a dialog.
      <div onKeyDown={(event) => outside(event.key)}>
        <Field />
      </div>,
    );
    await user.tab();
    await user.keyboard("{ArrowDown}");
    outside.mockClear();
    await user.keyboard("{Escape}");
    expect([offered(), outside.mock.calls]).toEqual([[], []]);
    await user.keyboard("{Escape}");
    expect(outside).toHaveBeenCalledExactlyOnceWith("Escape");
  });

  it("is emptied by emptying it", async () => {
    render(<Field first={CITIES[1]} />);
    const input = await field();
    await user.clear(input);
    expect(chosen()).toBe("");
    await user.tab();
    expect(input.value).toBe("");
  });

  it("is heard with its hint and its error", async () => {
    render(<Field />);
    const input = await field();
    expect(input.getAttribute("aria-invalid")).toBe("true");
    const heard = (input.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent);
    expect(heard).toEqual(["h", "e"]);
  });

  it("shows what the service found, and says while it is looking", async () => {
    const type = vi.fn();
    const shared = { label: "V", value: undefined, onChange: () => {}, onType: type };
    const { rerender } = render(<Combobox {...shared} choices={[]} />);
    await field();
    await user.tab();
    await user.keyboard("{ArrowDown}");
    expect(document.body.textContent).toContain("Écrivez quelques lettres.");
    await user.keyboard("lab");
    expect(type).toHaveBeenLastCalledWith("lab");
    rerender(<Combobox {...shared} choices={[]} pending />);
    expect(document.body.textContent).toContain("Recherche…");
    // Not filtered again: the service may match what the label does not show.
    rerender(<Combobox {...shared} choices={[{ id: "1", label: "Atelier des essais", text: "Metz" }]} />);
    expect(offered()).toEqual(["Atelier des essaisMetz"]);
  });
});

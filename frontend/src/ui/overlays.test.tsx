import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { Button } from "./Button";
// Loaded late, and here at once, however busy the machine.
import "./aria/Menu";
import "./aria/Overlay";
import "./aria/Tabs";
import { Dialog } from "./Dialog";
import { Drawer } from "./Drawer";
import { Menu } from "./Menu";
import { Tabs } from "./Tabs";

const user = userEvent.setup({ delay: null });

function Opening({ Piece }: { Piece: typeof Dialog }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>ouvrir</Button>
      <Piece title="T" open={open} onClose={() => setOpen(false)}>
        <input aria-label="i" />
      </Piece>
    </>
  );
}

describe.each([
  ["Dialog", Dialog],
  ["Drawer", Drawer],
])("%s", (_, Piece) => {
  it("keeps the keyboard inside while it is open, and gives it back after", async () => {
    render(<Opening Piece={Piece} />);
    const opener = screen.getByRole("button", { name: "ouvrir" });
    await user.tab();
    await user.keyboard("{Enter}");
    const dialog = await screen.findByRole("dialog", { name: "T" });
    for (let press = 0; press < 4; press++) {
      await user.tab();
      expect(dialog.contains(document.activeElement)).toBe(true);
    }
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    await vi.waitFor(() => expect(document.activeElement).toBe(opener));
  });

  it("closes by its button, which says so in the language of the site", async () => {
    render(<Opening Piece={Piece} />);
    await user.click(screen.getByRole("button", { name: "ouvrir" }));
    await screen.findByRole("dialog");
    await user.click(screen.getByRole("button", { name: "Fermer" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });
});

describe("Menu", () => {
  it("is opened, walked and left by keyboard", async () => {
    const act = vi.fn();
    render(
      <Menu
        label="M"
        items={[
          { label: "a", onAction: () => {} },
          { label: "b", onAction: act },
        ]}
      />,
    );
    const button = await screen.findByRole("button", { name: "M" });
    await user.tab();
    await user.keyboard("{ArrowDown}");
    await screen.findByRole("menuitem", { name: "a" });
    // In a browser the first item has the focus; here it takes one more key.
    await user.tab();
    await user.keyboard("{ArrowDown}{Enter}");
    expect(act).toHaveBeenCalledOnce();
    expect(screen.queryByRole("menu")).toBeNull();
    expect(document.activeElement).toBe(button);
  });
});

function TwoTabs() {
  const [selected, select] = useState<"a" | "b">("a");
  return (
    <Tabs
      label="T"
      selected={selected}
      onSelect={select}
      tabs={[
        { id: "a", title: "A", content: "un" },
        { id: "b", title: "B", content: "deux" },
      ]}
    />
  );
}

describe("Tabs", () => {
  it("shows its content before it can be operated", () => {
    render(<TwoTabs />);
    expect(screen.getByText("un")).toBeTruthy();
  });

  it("changes with the arrow keys, and shows one panel, named by its tab", async () => {
    render(<TwoTabs />);
    await screen.findByRole("tablist", { name: "T" });
    await user.tab();
    await user.keyboard("{ArrowRight}");
    expect(screen.getByRole("tab", { selected: true }).textContent).toBe("B");
    expect(screen.getByRole("tabpanel", { name: "B" }).textContent).toBe("deux");
    expect(screen.queryByText("un")).toBeNull();
  });
});

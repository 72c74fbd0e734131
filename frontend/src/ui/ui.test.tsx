import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ApiError } from "~/api/problem";
import { ProblemBanner } from "./Banner";
import { Button } from "./Button";
import { Chip, Chips } from "./Chips";
import { ChoiceCards } from "./Choices";
import { ExternalLink } from "./Link";
import { Segments } from "./Segments";
import { TextField } from "./TextField";

describe("Button", () => {
  it("takes no second press while it is pending, and keeps the focus", async () => {
    const press = vi.fn();
    render(
      <Button pending onPress={press}>
        ok
      </Button>,
    );
    const button = screen.getByRole("button", { name: "ok" });
    await userEvent.click(button);
    expect(press).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
  });

  it("sends no form while it is pending", async () => {
    const submit = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
    render(
      <form onSubmit={submit}>
        <Button type="submit" pending>
          ok
        </Button>
      </form>,
    );
    await userEvent.click(screen.getByRole("button", { name: "ok" }));
    expect(submit).not.toHaveBeenCalled();
  });
});

describe("TextField", () => {
  it("is heard with its hint and its error", () => {
    render(<TextField label="x" hint="h" error="e" value="" onChange={() => {}} />);
    const input = screen.getByRole("textbox", { name: "x" });
    expect(input.getAttribute("aria-invalid")).toBe("true");
    const heard = (input.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent);
    expect(heard).toEqual(["h", "e"]);
  });
});

describe("ChoiceCards", () => {
  it("answers with the value of the card", async () => {
    const choose = vi.fn();
    render(
      <ChoiceCards
        label="q"
        value={undefined}
        onChange={choose}
        choices={[
          { value: "a", title: "A" },
          { value: "b", title: "B" },
        ]}
      />,
    );
    await userEvent.click(screen.getByText("B"));
    expect(choose).toHaveBeenCalledExactlyOnceWith("b");
  });
});

describe("ExternalLink", () => {
  it("shows text alone for an address no browser should follow", () => {
    render(<ExternalLink href={["javascript", "alert(1)"].join(":")}>x</ExternalLink>);
    expect(screen.queryByRole("link")).toBeNull();
    expect(screen.getByText("x")).toBeTruthy();
  });
});

describe("ProblemBanner", () => {
  it("is heard at once and says what to do", () => {
    render(<ProblemBanner error={new ApiError({ code: "unavailable", title: "x", status: 503 })} />);
    expect(screen.getByRole("alert").textContent).toContain("Réessayez");
  });
});

describe("Segments", () => {
  it("is one radio group, walked with the keyboard", async () => {
    const choose = vi.fn();
    render(
      <Segments
        label="s"
        value="a"
        onChange={choose}
        choices={[
          { value: "a", label: "A" },
          { value: "b", label: "B" },
        ]}
      />,
    );
    expect(screen.getByRole("group", { name: "s" })).toBeTruthy();
    expect(screen.getByRole("radio", { name: "A", checked: true })).toBeTruthy();
    await userEvent.click(screen.getByText("B"));
    expect(choose).toHaveBeenCalledExactlyOnceWith("b");
  });
});

describe("Chips", () => {
  it("says what is on and how many each leaves", async () => {
    const press = vi.fn();
    render(
      <Chips label="c">
        <Chip pressed count={1200} onPress={press}>
          A
        </Chip>
        <Chip pressed={false} onPress={() => {}}>
          B
        </Chip>
      </Chips>,
    );
    const on = screen.getByRole("button", { pressed: true });
    expect(on.textContent).toMatch(/^A1\s200$/);
    await userEvent.tab();
    await userEvent.keyboard(" ");
    expect(press).toHaveBeenCalledOnce();
  });
});

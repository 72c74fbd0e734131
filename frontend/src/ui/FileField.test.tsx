import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { FileField } from "./FileField";

const file = (name: string, bytes = 2000) => new File(["x".repeat(bytes)], name, { lastModified: 1 });

function Field({ most }: { most?: number }) {
  const [files, setFiles] = useState<File[]>([]);
  return (
    <FileField
      label="P"
      files={files}
      onChange={setFiles}
      endings={[".pdf", ".png"]}
      mostBytes={1_500_000}
      most={most}
    />
  );
}

const input = () => screen.getByLabelText("P") as HTMLInputElement;
const names = () => screen.queryAllByRole("listitem").map((item) => item.textContent);
// What a page drops is not held back by `accept`, so neither is what is uploaded here.
const user = userEvent.setup({ applyAccept: false });

describe("FileField", () => {
  it("says beforehand what it takes, and lists what was chosen with its size", async () => {
    render(<Field />);
    const heard = document.getElementById(input().getAttribute("aria-describedby")?.split(" ")[0] ?? "");
    expect(heard?.textContent).toMatch(/PDF, PNG.*1,5\sMo/);
    await user.upload(input(), file("plan.PDF", 340_000));
    expect(names()).toEqual([expect.stringMatching(/^plan\.PDF340\sko$/)]);
  });

  it("refuses in words what it does not take, and keeps the rest", async () => {
    render(<Field most={3} />);
    await user.upload(input(), [file("a.pdf"), file("b.exe"), file("c.png", 2_000_000), file("d.png", 0)]);
    expect(names()).toHaveLength(1);
    const alert = screen.getByRole("alert").textContent;
    expect(alert).toMatch(/b\.exe.*PDF, PNG/);
    expect(alert).toMatch(/c\.png.*2\sMo.*1,5\sMo/);
    expect(alert).toMatch(/d\.png.*vide/);
    expect(input().getAttribute("aria-invalid")).toBe("true");
  });

  it("takes no more than there is room for, and no file twice", async () => {
    render(<Field most={2} />);
    await user.upload(input(), [file("a.pdf"), file("a.pdf"), file("b.pdf")]);
    await user.upload(input(), file("c.pdf"));
    expect(names()).toHaveLength(2);
    expect(screen.getByRole("alert").textContent).toMatch(/c\.pdf.*2 fichiers/);
  });

  it("replaces a single file by the next", async () => {
    render(<Field />);
    await user.upload(input(), file("a.pdf"));
    await user.upload(input(), file("b.pdf"));
    expect(names()).toEqual([expect.stringContaining("b.pdf")]);
  });

  it("takes files out by keyboard, and the focus stays in the list until it is empty", async () => {
    render(<Field most={3} />);
    await user.upload(input(), [file("a.pdf"), file("b.pdf")]);
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Retirer a.pdf" }));
    await user.keyboard("{Enter}");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Retirer b.pdf" }));
    expect(screen.getByRole("status").textContent).toBe("a.pdf est retiré.");
    await user.keyboard("{Enter}");
    expect(document.activeElement).toBe(input());
    expect(names()).toEqual([]);
  });
});

import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Table } from "./Table";

function Sorted() {
  const [sort, setSort] = useState<string>();
  return (
    <Table
      caption="T"
      rows={["a", "b"]}
      rowKey={(row) => row}
      sort={sort}
      onSort={setSort}
      columns={[
        { head: "Nom", rowHead: true, sortBy: "name", cell: (row) => row },
        { head: "Note", cell: () => "n" },
      ]}
    />
  );
}

it("says how it is sorted, turns it round with the keyboard, and leaves what can't be sorted alone", async () => {
  render(<Sorted />);
  const head = screen.getByRole("columnheader", { name: "Nom" });
  expect(head.getAttribute("aria-sort")).toBe("none");
  expect(screen.getByRole("columnheader", { name: "Note" }).hasAttribute("aria-sort")).toBe(false);
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByRole("region", { name: "T" }));
  await userEvent.tab();
  await userEvent.keyboard("{Enter}");
  expect(head.getAttribute("aria-sort")).toBe("ascending");
  await userEvent.keyboard(" ");
  expect(head.getAttribute("aria-sort")).toBe("descending");
  await userEvent.keyboard("{Enter}");
  expect(head.getAttribute("aria-sort")).toBe("ascending");
});

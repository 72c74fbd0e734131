import { render, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { Form } from "~/ui/Form";
import { Particulars } from "./Particulars";
import { NO_PARTICULARS, type Particulars as Said } from "./particulars";

const form = (kinds: string[], errors: Record<string, string> = {}, said: Partial<Said> = {}) => (
  <Form onSubmit={() => {}}>
    <Particulars
      kinds={kinds}
      value={{ ...NO_PARTICULARS, ...said }}
      onChange={() => {}}
      errors={errors}
      within="startup."
    />
  </Form>
);

it("has the fields of the kinds at hand, and nothing for kinds that have none", async () => {
  const { rerender, container } = render(form(["association"]));
  expect(container.querySelector("details")).toBeNull();
  rerender(form(["fablab", "coworking"]));
  expect(await screen.findByLabelText(/^Machines/)).toBeTruthy();
  expect(screen.getByLabelText(/^Postes de travail/)).toBeTruthy();
  expect(screen.queryByLabelText(/^Emplois créés/)).toBeNull();
});

it("unfolds what is wrong, names the line of a list, and unfolds again when it is sent again", async () => {
  const said = { machines: "Tour\n\nFraiseuse" };
  const { rerender, container } = render(form(["fablab"], {}, said));
  await screen.findByLabelText(/^Machines/);
  const fold = container.querySelector("details");
  expect(fold?.open).toBe(false);
  rerender(form(["fablab"], { "profile.machines.1": "Trop long." }, said));
  await waitFor(() => expect(fold?.open).toBe(true));
  expect(screen.getByText(/Fraiseuse.*Trop long\./)).toBeTruthy();
  if (fold) fold.open = false;
  rerender(form(["fablab"], { "profile.machines.1": "Trop long." }, said));
  await waitFor(() => expect(fold?.open).toBe(true));
});

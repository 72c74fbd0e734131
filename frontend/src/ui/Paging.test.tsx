import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { Paging } from "./Paging";

const words = () => screen.getByRole("status").textContent;

it("says what is shown, as exactly as it is known", () => {
  const { rerender } = render(<Paging shown={20} from={21} />);
  expect(words()).toBe("De 21 à 40");
  rerender(<Paging shown={20} total={63} />);
  expect(words()).toBe("De 1 à 20, sur 63");
  rerender(<Paging shown={20} total={10_000} atLeast />);
  expect(words()).toMatch(/sur plus de 10\s000/);
  rerender(<Paging shown={7} />);
  expect(words()).toBe("7 en tout");
  rerender(<Paging shown={0} />);
  expect(words()).toBe("");
});

it("offers only the ways there are", async () => {
  const next = vi.fn();
  render(<Paging shown={20} onPrevious={false} onNext={next} />);
  expect(screen.getAllByRole("button").map((button) => button.textContent)).toEqual(["Page suivante"]);
  await userEvent.tab();
  await userEvent.keyboard("{Enter}");
  expect(next).toHaveBeenCalledOnce();
});

it("keeps the keyboard where it is when the last page takes the button away", async () => {
  const more = () => {};
  const { rerender } = render(<Paging shown={20} onMore={more} />);
  await userEvent.tab();
  rerender(<Paging shown={20} onMore={more} pending />);
  rerender(<Paging shown={33} pending={false} />);
  expect(document.activeElement).toBe(screen.getByRole("status"));
});

import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { Avatar } from "./Avatar";
import { Stat, type Trend } from "./Stat";

const said = (trend: Trend) => {
  const { container, unmount } = render(<Stat value="9" label="l" trend={trend} />);
  const text = container.textContent?.replace(/\s/gu, " ");
  const colour = container.querySelector("[class*=done]")
    ? "done"
    : container.querySelector("[class*=wrong]")
      ? "wrong"
      : "";
  unmount();
  return [text, colour];
};

it("says where a figure is going in words and with its sign, and colours it only where one way is good", () => {
  expect(said({ change: 12, since: "depuis mars", better: "more" })).toEqual([
    "9lEn hausse : +12 depuis mars",
    "done",
  ]);
  expect(said({ change: 12, since: "s", better: "less" })).toEqual(["9lEn hausse : +12 s", "wrong"]);
  expect(said({ change: -0.125, percent: true, since: "s" })).toEqual(["9lEn baisse : -12,5 % s", ""]);
  expect(said({ change: 0, since: "s", better: "more" })).toEqual(["9lStable : 0 s", ""]);
});

it("shows a person by the first and the last of the names, to the eye alone", () => {
  const { container } = render(
    <>
      <Avatar name="Anne-Lise de la Tour" />
      <Avatar name="Zoé" />
      <Avatar name="" />
    </>,
  );
  expect(container.textContent).toBe("ATZ");
  expect(screen.queryByText("AT")?.getAttribute("aria-hidden")).toBe("true");
});

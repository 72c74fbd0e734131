import { expect, it } from "vitest";
import type { Milestone } from "~/api/types";
import { inOrder } from "./order";

function milestone(id: string, days: Partial<Milestone>): Milestone {
  return {
    id,
    type: "announcement",
    title: { fr: id },
    precision: "day",
    date_inferred: false,
    state: "done",
    position: 0,
    sources: [],
    depends_on: [],
    tasks: [],
    revision: 1,
    ...days,
  };
}

it("tells the story in order, what has no date last", () => {
  const told = inOrder([
    milestone("unknown", {}),
    milestone("planned", { planned_on: "2019-04-03" }),
    milestone("first", { occurred_on: "2014-02-01", planned_on: "2020-01-01" }),
  ]);
  expect(told.map((one) => one.id)).toEqual(["first", "planned", "unknown"]);
});

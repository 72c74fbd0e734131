import { expect, it } from "vitest";
import type { Trajectory } from "~/api/types";
import { chartOf } from "./chart";

const source = { title: "Enquête", publisher: "Essai", date_inferred: false };

it("puts path, measures and forecast on one axis of days", () => {
  const course = {
    start_on: "2014-11-01",
    end_on: "2016-11-01",
    baseline: 100,
    path: [
      { on: "2014-11-01", expected: 100 },
      { on: "2015-11-01", expected: 150 },
      { on: "2016-11-01", expected: 200 },
    ],
    observations: [{ observation_id: "1", on: "2015-05-01", value: 110, expected: 124, gap: -14, source }],
    actual: { observation_id: "1", on: "2015-05-01", value: 110, expected: 124, gap: -14, source },
    forecast: { on: "2016-11-01", value: 140, method: "two_points", count: 2 },
  } as unknown as Trajectory;
  const data = chartOf(course);
  expect(data.axis.points.map((point) => point.at)).toEqual(
    ["2014-11-01", "2015-05-01", "2015-11-01", "2016-11-01"].map(Date.parse),
  );
  expect(data.series.map((series) => series.values)).toEqual([
    [100, 124, 150, 200],
    [100, 110, null, null],
    [null, 110, null, 140],
  ]);
});

import { expect, it } from "vitest";
import { narrowing } from "./queries";
import { validDirectory } from "./search";

it("asks for what the address of a saved search says, as the list of the service would", () => {
  const query = {
    q: "robots",
    kinds: ["startup"],
    near: "49.1193,6.1757",
    radius_km: "20.0",
    country: ["LU", "BE"],
    headcount_range: ["10-19"],
    founded_on_gte: "2015-01-01",
  };
  expect(narrowing(validDirectory(query))).toEqual({ ...query, radius_km: 20 });
});

it("shows the codes of a place that can be chosen as that place", () => {
  const { place, nuts3 } = validDirectory({ nuts3: "FRF33" });
  expect([place, nuts3]).toEqual(["moselle", undefined]);
  expect(narrowing(validDirectory({ nuts3: "FRF33" }))).toEqual({ nuts3: ["FRF33"] });
  expect(validDirectory({ nuts3: ["FRF33", "FRF34"] }).place).toBeUndefined();
  expect(validDirectory({ nuts3: "FRF33", country: "FR" }).place).toBeUndefined();
  expect(validDirectory({}).place).toBeUndefined();
});

import { expect, it } from "vitest";
import { safeReturn } from "./guard";

it("goes back to pages of this site only", () => {
  expect(safeReturn("/travail/metz?status=submitted")).toBe("/travail/metz?status=submitted");
  expect(safeReturn("//evil.example")).toBe("/demandes");
  expect(safeReturn("/\\evil.example")).toBe("/demandes");
  expect(safeReturn("https://evil.example")).toBe("/demandes");
  expect(safeReturn(undefined)).toBe("/demandes");
});

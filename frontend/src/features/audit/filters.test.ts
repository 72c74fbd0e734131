import { expect, test } from "vitest";
import { auditFilters, auditParameters } from "./filters";

const SOMEBODY = "01920c1e-7b5a-7c3e-9d4f-2a6b8c0d1e3f";

test("an address is read as far as it makes sense", () => {
  expect(auditFilters({ action: "session.refused", par: SOMEBODY, du: "2026-03-29", q: "x" })).toEqual({
    action: "session.refused",
    par: SOMEBODY,
    du: "2026-03-29",
  });
  expect(
    auditFilters({ action: "a b", objet: ["totem", "account"], fiche: "7", du: "2026-02-31", au: "hier" }),
  ).toEqual({ objet: "totem" });
});

test("a day begins and ends at midnight in Paris, in summer and winter", () => {
  expect(auditParameters({ du: "2026-01-15", au: "2026-01-15" })).toEqual({
    at_gte: "2026-01-14T23:00:00.000Z",
    at_lt: "2026-01-15T23:00:00.000Z",
  });
  // The day on which the clocks go forward has 23 hours.
  expect(auditParameters({ du: "2026-03-29", au: "2026-03-29" })).toEqual({
    at_gte: "2026-03-28T23:00:00.000Z",
    at_lt: "2026-03-29T22:00:00.000Z",
  });
});

test("the service is asked in its own words, and only what was chosen", () => {
  expect(
    auditParameters({ action: "member.deleted", objet: "member", fiche: SOMEBODY, par: SOMEBODY }),
  ).toEqual({
    action: "member.deleted",
    subject_kind: "member",
    subject_id: SOMEBODY,
    actor_id: SOMEBODY,
  });
  expect(auditParameters({})).toEqual({});
});

import { expect, test } from "vitest";
import { NO_PARTICULARS, particularFaults, particularFields } from "./particulars";

test("what is no whole number is said at its field, of the kinds at hand alone", () => {
  const said = { ...NO_PARTICULARS, desks: "une douzaine", jobs: "1,5" };
  expect(Object.keys(particularFaults(said, ["coworking", "startup"], "startup."))).toEqual([
    "profile.desks",
    "startup.jobs",
  ]);
  expect(particularFaults(said, ["fablab"], "startup.")).toEqual({});
  const faults = (desks: string) => particularFaults({ ...NO_PARTICULARS, desks }, ["coworking"], "");
  for (const good of ["", "12", "1 200", "1.200", "1’200", " 1\u202f200\u202f000 "])
    expect(faults(good)).toEqual({});
  for (const bad of ["12.5", "1.5", "1 20", "1,200", "-3"])
    expect(Object.keys(faults(bad))).toEqual(["profile.desks"]);
});

test("the lower amount is not above the other, and a round has its date", () => {
  const said = {
    ...NO_PARTICULARS,
    ticketMin: "500 000",
    ticketMax: "10 000",
    rounds: [{ closedOn: "", amount: "", instrument: "" as const, sourceUrl: "" }],
  };
  expect(Object.keys(particularFaults(said, ["funder", "startup"], ""))).toEqual([
    "profile.ticket_max",
    "funding_rounds.0.closed_on",
  ]);
});

test("each fault has a field that the form knows", () => {
  const known = particularFields("startup.");
  for (const name of ["startup.pitch.fr", "startup.funding_rounds.3.source_url", "profile.machines.49"])
    expect(known).toContain(name);
});

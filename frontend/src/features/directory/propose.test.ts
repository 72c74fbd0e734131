import { expect, test } from "vitest";
import { NO_PROPOSAL, proposalBody, startupBody } from "./propose";

test("what was left empty is left out of the proposal", () => {
  expect(proposalBody({ ...NO_PROPOSAL, name: " Atelier d’essai ", kind: "fablab" }, "fr")).toEqual({
    name: "Atelier d’essai",
    kinds: ["fablab"],
  });
});

test("an address without a scheme gets one, and a place its country", () => {
  const proposal = {
    ...NO_PROPOSAL,
    name: "Essai",
    website: "exemple.lu",
    locality: "Esch",
    country: "LU" as const,
  };
  expect(proposalBody({ ...proposal, summary: "Ein Versuch" }, "de")).toMatchObject({
    website: "https://exemple.lu",
    summary: { de: "Ein Versuch" },
    location: { locality: "Esch", country: "LU" },
  });
});

test("a start-up is proposed with its profile, another kind with that of its own", () => {
  const particulars = { ...NO_PROPOSAL.particulars, stage: "growth" as const, desks: "24", machines: "Tour" };
  expect(startupBody({ ...NO_PROPOSAL, name: "Essai", particulars }, "fr")).toEqual({
    name: "Essai",
    stage: "growth",
  });
  expect(proposalBody({ ...NO_PROPOSAL, name: "Essai", kind: "coworking", particulars }, "fr")).toEqual({
    name: "Essai",
    kinds: ["coworking"],
    profile: { desks: 24 },
  });
});

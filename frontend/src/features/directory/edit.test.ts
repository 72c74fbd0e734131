import { expect, test } from "vitest";
import type { Organization } from "~/api/types";
import { changeOf, editedOf } from "./edit";

const record = {
  name: "Atelier",
  kinds: ["fablab"],
  summary: { fr: "Un atelier.", de: "Eine Werkstatt." },
  sectors: ["bois"],
  relations: [
    {
      kind: "accelerated_by",
      organization: { id: "1", slug: "accelerateur", name: "Accélérateur" },
      started_on: "2024-09-01",
    },
  ],
  location: { locality: "Metz", country: "FR", latitude: 49.1, longitude: 6.2 },
} as unknown as Organization;

test("what was not touched is not sent", () => {
  expect(changeOf(record, editedOf(record, "fr"), "fr")).toEqual({});
});

test("a text in one language leaves the others as they are, and the last one cleared clears all", () => {
  const edited = { ...editedOf(record, "fr"), summary: "" };
  expect(changeOf(record, edited, "fr")).toEqual({ summary: { de: "Eine Werkstatt." } });
  const only = { ...record, summary: { fr: "Un atelier." } } as unknown as Organization;
  expect(changeOf(only, { ...editedOf(only, "fr"), summary: " " }, "fr")).toEqual({ summary: null });
});

test("another address takes the position of the old one with it", () => {
  const edited = {
    ...editedOf(record, "fr"),
    locality: "Nancy",
    website: "exemple.fr",
    sectors: "bois, métal,",
  };
  expect(changeOf(record, edited, "fr")).toEqual({
    location: { country: "FR", locality: "Nancy" },
    website: "https://exemple.fr",
    sectors: ["bois", "métal"],
  });
});

test("relations are sent whole, each with the dates it has", () => {
  const before = editedOf(record, "fr");
  const added = { kind: "member_of", slug: "pole", name: "Pôle", startedOn: "", endedOn: "" } as const;
  expect(changeOf(record, { ...before, relations: [...before.relations, added] }, "fr")).toEqual({
    relations: [
      { kind: "accelerated_by", organization_id: "accelerateur", started_on: "2024-09-01" },
      { kind: "member_of", organization_id: "pole" },
    ],
  });
});

test("what a kind has besides is sent whole, and goes when its kind does", () => {
  const lab = { ...record, profile: { machines: ["découpe laser"] } } as unknown as Organization;
  const before = editedOf(lab, "fr");
  const particulars = { ...before.particulars, machines: "découpe laser\n imprimante 3D \n", desks: "12" };
  expect(changeOf(lab, { ...before, particulars }, "fr")).toEqual({
    profile: { machines: ["découpe laser", "imprimante 3D"] },
  });
  expect(changeOf(lab, { ...before, kinds: ["coworking"], particulars }, "fr")).toEqual({
    kinds: ["coworking"],
    profile: { desks: 12 },
  });
  expect(changeOf(lab, { ...before, kinds: ["association"] }, "fr")).toEqual({
    kinds: ["association"],
    profile: null,
  });
});

test("a start-up’s pitch in one language leaves the others, and nothing is sent of what another kind would have", () => {
  const young = {
    ...record,
    kinds: ["startup"],
    startup: { stage: "idea", pitch: { de: "Wasser messen." }, international: ["LU"], funding_rounds: [] },
  } as unknown as Organization;
  const before = editedOf(young, "fr");
  expect(changeOf(young, before, "fr")).toEqual({});
  const round = {
    closedOn: "2026-03-31",
    amount: "1 500 000",
    instrument: "equity",
    sourceUrl: "exemple.fr",
  } as const;
  const particulars = { ...before.particulars, pitch: "Mesurer l’eau.", jobs: "12", rounds: [round] };
  expect(changeOf(young, { ...before, particulars }, "fr")).toEqual({
    startup: {
      stage: "idea",
      pitch: { de: "Wasser messen.", fr: "Mesurer l’eau." },
      jobs: 12,
      international: ["LU"],
      funding_rounds: [
        {
          closed_on: "2026-03-31",
          amount: 1_500_000,
          instrument: "equity",
          source_url: "https://exemple.fr",
        },
      ],
    },
  });
  expect(changeOf(young, { ...before, kinds: ["sme"], particulars }, "fr")).toEqual({ kinds: ["sme"] });
});

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

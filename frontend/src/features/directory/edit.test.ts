import { expect, test } from "vitest";
import type { Organization } from "~/api/types";
import { changeOf, editedOf } from "./edit";

const record = {
  name: "Atelier",
  kinds: ["fablab"],
  summary: { fr: "Un atelier.", de: "Eine Werkstatt." },
  sectors: ["bois"],
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

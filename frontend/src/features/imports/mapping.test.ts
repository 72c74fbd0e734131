import { expect, it } from "vitest";
import { body, opened, proposed, samplesOf, shortName, sorted, withMember } from "./mapping";

const COLUMNS = [
  { from: ["nom"], to: "name" as const },
  { from: ["fablab"], to: "kinds" as const, flag: "fablab" },
];

it("lets a column become something else, and nothing", () => {
  expect(withMember(COLUMNS, "ville", "locality")).toEqual([...COLUMNS, { from: ["ville"], to: "locality" }]);
  expect(withMember(COLUMNS, "nom", "legal_name")).toEqual([COLUMNS[1], { from: ["nom"], to: "legal_name" }]);
  expect(withMember(COLUMNS, "nom", undefined)).toEqual([COLUMNS[1]]);
});

it("asks a second column after the first, and takes all of a list", () => {
  expect(withMember(COLUMNS, "sigle", "name")[0]).toEqual({ from: ["nom", "sigle"], to: "name" });
  expect(withMember(COLUMNS, "type", "kinds")).toEqual([...COLUMNS, { from: ["type"], to: "kinds" }]);
});

it("keeps the other columns of an entry when one leaves it", () => {
  const pair = [{ from: ["lat", "lon"], to: "coordinates" as const }];
  expect(withMember(pair, "lon", undefined)).toEqual([{ from: ["lat"], to: "coordinates" }]);
});

it("forgets what values meant with the member that they were for", () => {
  expect(withMember(COLUMNS, "fablab", "sectors")).toEqual([COLUMNS[0], { from: ["fablab"], to: "sectors" }]);
});

it("knows columns that only the mapping names", () => {
  expect(sorted(["nom", "ville"], COLUMNS)).toEqual({ used: ["nom", "fablab"], rest: ["ville"] });
});

it("shows what stands in a column, each thing once", () => {
  const lines = [["Metz"], [" Metz"], [""], ["Nancy"], ["x".repeat(80)], ["Épinal"]].map((cells) => ({
    cells,
  }));
  expect(samplesOf(lines, 0)).toEqual(["Metz", "Nancy", `${"x".repeat(59)}…`]);
  expect(samplesOf(lines, 4)).toEqual([]);
});

it("makes a short name of a file's", () => {
  expect(shortName("Liste des Écoles (2026).csv")).toBe("liste-des-ecoles-2026");
  expect(shortName(`${"a".repeat(59)}--b.json`)).toBe("a".repeat(59));
});

it("sends no empty texts, and opens what was saved as it was", () => {
  const draft = proposed("Écoles.csv", { columns: COLUMNS });
  const sent = body({ ...draft, source: { ...draft.source, licence: " Etalab 2.0 " } });
  expect(sent.source).toEqual({ system: "ecoles", name: "Écoles", licence: "Etalab 2.0" });
  expect(body(opened({ ...sent, revision: 1, updated_at: "" }))).toEqual(sent);
});

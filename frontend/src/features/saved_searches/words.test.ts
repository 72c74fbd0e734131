import { expect, it } from "vitest";
import { validDirectory } from "~/features/directory/search";
import { searchWords } from "./words";

it("says what a search looks for", () => {
  const said = (query: Record<string, unknown>) => searchWords(validDirectory(query));
  expect(said({})).toBe("Tout l’annuaire");
  expect(said({ q: "robots", kinds: ["fablab"], nuts3: ["FRF33"] })).toBe(
    "«\u202frobots\u202f», FabLab, Moselle",
  );
  expect(said({ near: "49.1,6.2", radius_km: "20" })).toBe("à moins de 20 km d’un lieu");
  expect(said({ near: "49.7,6.6", nearby: "Trier" })).toBe("autour de Trier");
  expect(said({ headcount_range: ["10-19"], commune_code: ["57463"] })).toBe(
    "commune 57463, d’autres critères",
  );
});

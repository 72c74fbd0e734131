import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("the base map is what the script makes of its sources", async () => {
  const { text, OUTPUT } = await import("../../../scripts/basemap.mjs");
  expect(readFileSync(OUTPUT, "utf8") === text, "run: node scripts/basemap.mjs").toBe(true);
});

test("it names the cities that people look for, and stays small", () => {
  const text = readFileSync("src/ui/map/basemap.json", "utf8");
  for (const name of [
    "Metz",
    "Nancy",
    "Épinal",
    "Thionville",
    "Luxembourg",
    "Trier",
    "Saarbrücken",
    "Strasbourg",
  ]) {
    expect(text).toContain(`"name":"${name}"`);
  }
  expect(text.length).toBeLessThan(200_000);
});

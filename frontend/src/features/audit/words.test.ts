import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { setLocale } from "~/lib/locale";
import { ACTION_NAMES, actionLabel, actorLabel, KIND_NAMES, kindLabel } from "./words";

test("every action and kind has words of its own in every language", () => {
  for (const locale of ["de", "en", "fr"] as const) {
    setLocale(locale);
    const said = [...ACTION_NAMES.map(actionLabel), ...KIND_NAMES.map(kindLabel)];
    expect(said.filter((words) => /[._]/.test(words))).toEqual([]);
    expect(new Set(ACTION_NAMES.map(actionLabel)).size).toBe(ACTION_NAMES.length);
  }
});

test("every action that the service writes is known", () => {
  const sources = "../api/src";
  const files = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".rs"),
  );
  const written = files.flatMap((name) => {
    const source = readFileSync(`${sources}/${name}`, "utf8").split("#[cfg(test)]")[0] ?? "";
    return [...source.matchAll(/(?:Event::new\(|audit::note\([^"]*)\s*"([a-z_]+\.[a-z_]+)"/g)].map(
      ([, action]) => action,
    );
  });
  expect(written.length).toBeGreaterThan(60);
  expect([...new Set(written)].filter((action) => !ACTION_NAMES.includes(action ?? "")).sort()).toEqual([]);
});

test("what this site does not know yet keeps its technical name", () => {
  expect(actionLabel("rocket.launched")).toBe("rocket.launched");
  expect(kindLabel("rocket")).toBe("rocket");
});

test("an actor is named, or said to be what it is", () => {
  expect(actorLabel({ kind: "account", name: "Camille Exemple" })).toBe("Camille Exemple");
  const nameless = ["account", "link", "anonymous", "system"].map((kind) => actorLabel({ kind }));
  expect(new Set(nameless).size).toBe(4);
});

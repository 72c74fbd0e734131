import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { m } from "~/paraglide/messages.js";

type Variant = { declarations: string[]; selectors: string[]; match: Record<string, string> };
type Catalogue = Record<string, string | Variant[]>;

function catalogue(locale: string): Catalogue {
  const { $schema: _, ...messages } = JSON.parse(readFileSync(`messages/${locale}.json`, "utf8"));
  return messages;
}

const { baseLocale, locales } = JSON.parse(readFileSync("project.inlang/settings.json", "utf8"));
const FRENCH = catalogue(baseLocale);
const OTHERS: string[] = locales.filter((locale: string) => locale !== baseLocale);

function texts(message: string | Variant[] | undefined): string[] {
  if (message === undefined) return [];
  return typeof message === "string" ? [message] : message.flatMap((variant) => Object.values(variant.match));
}

function inputs(message: string | Variant[] | undefined): string[] {
  const found = texts(message).flatMap((text) =>
    [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""),
  );
  return [...new Set(found)].sort();
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "paraglide" ? [] : sources(path);
    return /(?<!\.test|\.gen)\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const CODE = sources("src").map((path) => ({ path, text: readFileSync(path, "utf8") }));
const USED = new Set(
  CODE.flatMap(({ text }) => [...text.matchAll(/\bm\.([a-z]\w*)/g)].map((match) => match[1] ?? "")),
);

describe("message catalogues", () => {
  it("hold every message that a component uses", () => {
    expect([...USED].filter((key) => !(key in FRENCH))).toEqual([]);
  });

  it("hold no message that nothing uses", () => {
    expect(Object.keys(FRENCH).filter((key) => !USED.has(key))).toEqual([]);
  });

  it.each(OTHERS)("say the same things in French and in %s", (locale) => {
    const other = catalogue(locale);
    expect(Object.keys(other)).toEqual(Object.keys(FRENCH));
    for (const [key, message] of Object.entries(FRENCH)) {
      expect(
        texts(other[key]).every((text) => text.trim() !== ""),
        `${locale}: ${key} is empty`,
      ).toBe(true);
      expect(inputs(other[key]), `${locale}: ${key}`).toEqual(inputs(message));
    }
  });

  it.each([baseLocale, ...OTHERS])("come out in %s as they are written", (locale) => {
    for (const [key, text] of Object.entries(catalogue(locale))) {
      if (typeof text !== "string") continue;
      const given = Object.fromEntries(inputs(text).map((name) => [name, `<${name}>`]));
      const message = m[key as keyof typeof m] as (inputs: object, options: object) => string;
      expect(message(given, { locale }), key).toBe(text.replace(/\{(\w+)\}/g, "<$1>"));
    }
  });

  it("keep to French typography", () => {
    for (const [key, message] of Object.entries(FRENCH)) {
      for (const text of texts(message)) {
        expect(text, `${key}: a straight apostrophe`).not.toMatch(/'/);
        expect(text, `${key}: a wide space before high punctuation`).not.toMatch(/[ \u00a0][:;!?%»]/);
        expect(text, `${key}: no thin space before high punctuation`).not.toMatch(
          /[\p{L}\d})][;!?»](?!\p{L})/u,
        );
        expect(text, `${key}: a guillemet without its space`).not.toMatch(/«(?!\u202f)/);
        expect(text, `${key}: three dots`).not.toMatch(/\.\.\./);
      }
    }
  });

  it.each([
    ["de", /'|[«»"]|\p{L}…|^[^„]*“/u],
    ["en", /'|[«»„"]/u],
  ])("keep to the typography of %s", (locale, misprint) => {
    for (const [key, message] of Object.entries(catalogue(locale))) {
      for (const text of texts(message)) expect(text, key).not.toMatch(misprint);
    }
  });

  it("speak without the words the house does not use", () => {
    for (const [key, message] of Object.entries(FRENCH)) {
      for (const text of texts(message)) expect(text, key).not.toMatch(/veuillez|cliquez|\bici même\b/i);
    }
  });
});

describe("components", () => {
  it("hold no visible word themselves", () => {
    const spoken =
      /(?:label|title|placeholder|hint|aria-label|alt)="[^"]*\p{L}{3,}[^"]*"|>\s*\p{Lu}\p{L}+ \p{L}+[^<{]*</u;
    const found = CODE.filter(({ path }) => path.endsWith(".tsx"))
      .flatMap(({ path, text }) =>
        text.split("\n").map((line, index) => ({ at: `${path}:${index + 1}`, line })),
      )
      .filter(
        ({ line }) => !line.trim().startsWith("//") && !line.trim().startsWith("*") && spoken.test(line),
      );
    expect(found).toEqual([]);
  });
});

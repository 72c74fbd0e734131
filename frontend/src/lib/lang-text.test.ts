import { afterEach, describe, expect, it } from "vitest";
import { frenchTypography, pick, words } from "./lang-text";
import { setLocale } from "./locale";

afterEach(() => setLocale("fr"));

describe("text in several languages", () => {
  it("is read in the reader's language, or in the next best one with its name", () => {
    setLocale("de");
    expect(pick({ fr: "Un lieu", de: "Ein Ort" })).toEqual({ text: "Ein Ort", lang: "de" });
    expect(pick({ fr: "Un lieu", en: "A place" })).toEqual({ text: "Un lieu", lang: "fr" });
    expect(pick({ fr: null, lb: "Eng Plaz" })).toEqual({ text: "Eng Plaz", lang: "lb" });
    expect(words(undefined)).toBe("");
  });

  it("keeps French punctuation on its line", () => {
    expect(frenchTypography("un appui : l'aide « utile », 40 000 m² ?")).toBe(
      "un appui\u202f: l’aide «\u202futile\u202f», 40\u202f000 m²\u202f?",
    );
  });

  it("leaves addresses and times alone", () => {
    expect(frenchTypography("https://exemple.fr à 18:00")).toBe("https://exemple.fr à 18:00");
  });
});

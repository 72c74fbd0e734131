import type { LabelCall } from "~/api/types";
import { number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { getLocale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { inWords, told } from "./source";

export type Criterion = LabelCall["criteria_versions"][number]["criteria"][number];

/** A criterion with what is counted for it: "Entreprises au Pass French Tech (au moins 5 entreprises)". */
export function criterionWords({ title, minimum, unit }: Criterion): string {
  if (minimum == null) return words(title);
  return m.criterion_with_minimum({
    title: words(title),
    minimum: [number(minimum), words(unit)].filter(Boolean).join(" "),
  });
}

/** A criterion as it is typed; one that goes on keeps what is said of it in other languages. */
export type CriterionText = {
  id: number;
  before?: Criterion | undefined;
  title: string;
  minimum: string;
  unit: string;
};

const said = (text: Criterion["title"] | null | undefined) => text?.[getLocale()] ?? words(text);

export const textOf = (before: Criterion, id: number): CriterionText => ({
  id,
  before,
  title: said(before.title),
  minimum: before.minimum == null ? "" : String(before.minimum),
  unit: said(before.unit),
});

/** Nothing, or a whole number from 1 on. */
export function minimumOf(text: string): number | undefined | "wrong" {
  const plain = text.replace(/\s/g, "");
  if (plain === "") return undefined;
  return /^[1-9]\d{0,8}$/.test(plain) ? Number(plain) : "wrong";
}

/** A text that was not touched stays in all its languages. */
const kept = (before: Criterion["title"] | null | undefined, now: string) =>
  before && said(before) === now ? told(before) : { ...told(before ?? {}), ...inWords(now) };

/** As the service takes it. */
export function bodyOf({ before, title, minimum, unit }: CriterionText) {
  const least = minimumOf(minimum);
  const counted = typeof least === "number";
  return {
    ...(before ? { code: before.code } : {}),
    title: kept(before?.title, title),
    ...(before?.detail ? { detail: told(before.detail) } : {}),
    ...(counted ? { minimum: least } : {}),
    ...(counted && unit.trim() ? { unit: kept(before?.unit, unit) } : {}),
  };
}

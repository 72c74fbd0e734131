import type { LabelCall } from "~/api/types";
import { number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { kept, saidOf, told } from "./source";

export type Criterion = LabelCall["criteria_versions"][number]["criteria"][number];

/** How many of what a criterion counts: "Au moins 5 entreprises". */
export function minimumWords({ minimum, unit }: Criterion): string | undefined {
  if (minimum == null) return undefined;
  return m.criterion_threshold({ minimum: [number(minimum), words(unit)].filter(Boolean).join(" ") });
}

/** A criterion as it is typed; one that goes on keeps what is said of it in other languages. */
export type CriterionText = {
  id: number;
  before?: Criterion | undefined;
  title: string;
  minimum: string;
  unit: string;
};

export const textOf = (before: Criterion, id: number): CriterionText => ({
  id,
  before,
  title: saidOf(before.title),
  minimum: before.minimum == null ? "" : String(before.minimum),
  unit: saidOf(before.unit),
});

/** Nothing, or a whole number from 1 on. */
export function minimumOf(text: string): number | undefined | "wrong" {
  const plain = text.replace(/\s/g, "");
  if (plain === "") return undefined;
  return /^[1-9]\d{0,8}$/.test(plain) ? Number(plain) : "wrong";
}

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

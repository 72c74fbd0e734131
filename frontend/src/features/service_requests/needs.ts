import type { Totem, TotemService } from "~/api/types";
import { m } from "~/paraglide/messages.js";

/** Which families of services answer a need said in plain words; `undefined` means all of them. */
const FAMILIES: Record<string, readonly string[] | undefined> = {
  local: ["real_estate"],
  argent: ["financing"],
  conseil: ["coaching"],
  prototype: ["logistics", "coaching"],
  partenaire: ["coaching"],
  accompagnement: ["coaching"],
  autre: undefined,
};

export type Need = "local" | "argent" | "conseil" | "prototype" | "partenaire" | "accompagnement" | "autre";
export const NEEDS = Object.keys(FAMILIES) as Need[];

const TITLES: Record<Need, () => string> = {
  local: m.need_local,
  argent: m.need_argent,
  conseil: m.need_conseil,
  prototype: m.need_prototype,
  partenaire: m.need_partenaire,
  accompagnement: m.need_accompagnement,
  autre: m.need_autre,
};

const TEXTS: Record<Need, () => string> = {
  local: m.need_local_text,
  argent: m.need_argent_text,
  conseil: m.need_conseil_text,
  prototype: m.need_prototype_text,
  partenaire: m.need_partenaire_text,
  accompagnement: m.need_accompagnement_text,
  autre: m.need_autre_text,
};

export const needTitle = (need: Need) => TITLES[need]();
export const needText = (need: Need) => TEXTS[need]();

/** What a Totem offers for a need. When it has nothing of the kind, everything it offers: never a dead end. */
export function servicesFor(totem: Totem, need: Need | undefined): TotemService[] {
  const active = totem.services.filter((service) => service.status === "active");
  const families = need === undefined ? undefined : FAMILIES[need];
  if (!families) return active;
  const fitting = active.filter((service) => families.includes(service.family));
  return fitting.length > 0 ? fitting : active;
}

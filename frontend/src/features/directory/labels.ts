import type { OrganizationKind } from "~/api/types";
import { m } from "~/paraglide/messages.js";

const KIND_LABELS: Record<OrganizationKind, () => string> = {
  startup: m.kind_startup,
  sme: m.kind_sme,
  large_company: m.kind_large_company,
  research_lab: m.kind_research_lab,
  university: m.kind_university,
  training_body: m.kind_training_body,
  accelerator: m.kind_accelerator,
  incubator: m.kind_incubator,
  business_nursery: m.kind_business_nursery,
  fablab: m.kind_fablab,
  coworking: m.kind_coworking,
  third_place: m.kind_third_place,
  data_centre: m.kind_data_centre,
  funder: m.kind_funder,
  association: m.kind_association,
  cluster: m.kind_cluster,
  public_body: m.kind_public_body,
  totem: m.kind_totem,
};

/** Kinds are open for extension: one that this version does not know is "autre". */
export function kindLabel(kind: string): string {
  return (KIND_LABELS[kind as OrganizationKind] ?? m.kind_other)();
}

const PLACE_LABELS = {
  meurthe_et_moselle: m.place_meurthe_et_moselle,
  meuse: m.place_meuse,
  moselle: m.place_moselle,
  vosges: m.place_vosges,
  luxembourg: m.place_luxembourg,
  allemagne: m.place_germany,
  belgique: m.place_belgium,
} as const;

export function placeLabel(place: keyof typeof PLACE_LABELS): string {
  return PLACE_LABELS[place]();
}

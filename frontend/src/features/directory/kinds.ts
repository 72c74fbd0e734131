// Apart from their words, which not every page needs that knows them.
import type { OrganizationKind, Stage } from "~/api/types";

export const KINDS: readonly OrganizationKind[] = [
  "startup",
  "sme",
  "large_company",
  "research_lab",
  "university",
  "training_body",
  "accelerator",
  "incubator",
  "business_nursery",
  "fablab",
  "coworking",
  "third_place",
  "data_centre",
  "funder",
  "association",
  "cluster",
  "public_body",
  "totem",
];

/** In the order of the path. */
export const STAGES: readonly Stage[] = ["talent_detected", "idea", "creation", "growth", "international"];

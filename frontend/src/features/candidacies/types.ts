import type { Milestone } from "~/api/types";
import { m } from "~/paraglide/messages.js";

export type MilestoneType = Milestone["type"];

const TYPES: Record<MilestoneType, () => string> = {
  announcement: m.milestone_announcement,
  deposit: m.milestone_deposit,
  completeness_check: m.milestone_completeness_check,
  contact_named: m.milestone_contact_named,
  site_visit: m.milestone_site_visit,
  hearing: m.milestone_hearing,
  committee_opinion: m.milestone_committee_opinion,
  decision: m.milestone_decision,
  commitment_published: m.milestone_commitment_published,
  one_year_review: m.milestone_one_year_review,
  confirmation: m.milestone_confirmation,
  renewal: m.milestone_renewal,
  merger: m.milestone_merger,
};

export const MILESTONE_TYPES = Object.keys(TYPES) as MilestoneType[];

export const typeLabel = (type: MilestoneType) => TYPES[type]();

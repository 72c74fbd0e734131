import { m } from "~/paraglide/messages.js";

const STATES: Record<string, () => string> = {
  draft: m.candidacy_draft,
  submitted: m.candidacy_submitted,
  completeness_check: m.candidacy_completeness_check,
  co_construction: m.candidacy_co_construction,
  under_evaluation: m.candidacy_under_evaluation,
  labelled_provisional: m.candidacy_labelled_provisional,
  labelled_confirmed: m.candidacy_labelled_confirmed,
  returned: m.candidacy_returned,
  rejected: m.candidacy_rejected,
  renewed: m.candidacy_renewed,
  superseded: m.candidacy_superseded,
  expired: m.candidacy_expired,
  withdrawn: m.candidacy_withdrawn,
  abandoned: m.candidacy_abandoned,
};

export const stateLabel = (state: string) => (STATES[state] ?? m.candidacy_state_other)();

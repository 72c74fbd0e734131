// The rules of the ask form, apart from how it looks.
import type { Language, Totem, TotemService } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import type { Answers } from "./answers";
import type { Need } from "./needs";

export type AskDraft = {
  subject: string;
  body: string;
  name: string;
  email: string;
  phone: string;
  /** That of the site until another one is chosen. */
  language?: Language;
  /** To the questions of each service that was looked at, by its id. */
  answers: Record<string, Answers>;
};

export const EMPTY_DRAFT: AskDraft = {
  subject: "",
  body: "",
  name: "",
  email: "",
  phone: "",
  answers: {},
};

export type AskSearch = {
  besoin?: string | undefined;
  totem?: string | undefined;
  service?: string | undefined;
  etape?: string | undefined;
  /** Words searched for elsewhere: where the subject is still empty, they begin it. */
  mots?: string | undefined;
  /** Of whoever is signed in: what it is asked for. */
  projet?: string | undefined;
};

export type Sent = {
  reference: string;
  email: string;
  city: string;
  days: number;
  confirmBefore?: string | undefined;
};
export const SENT_KEY = "lorntech.sent";

/** The contract's names of the fields that show their own message. */
export const ASK_FIELDS = ["subject", "body", "contact.name", "contact.email", "contact.phone"];
export const SUBJECT_MOST = 200;
export const BODY_MOST = 10_000;

const STEPS = ["besoin", "totem", "details", "vous", "relecture"] as const;
export type Step = (typeof STEPS)[number];

export function stepsFor(signedIn: boolean): Step[] {
  return STEPS.filter((step) => step !== "vous" || !signedIn);
}

type State = {
  need: Need | undefined;
  totem: Totem | undefined;
  service: TotemService | undefined;
  draft: AskDraft;
  signedIn?: boolean;
};

/** What is missing on a step, by field. Empty: one may go on. */
export function problemsOf(step: Step, state: State): Record<string, string> {
  const { need, totem, service, draft, signedIn } = state;
  const found: Record<string, string> = {};
  switch (step) {
    case "besoin":
      if (!need) found.need = m.ask_need_missing();
      break;
    case "totem":
      if (!totem) found.totem = m.ask_totem_missing();
      else if (!service) found.service = m.ask_service_missing();
      else if (service.access === "account" && !signedIn) found.service = m.ask_service_account();
      break;
    case "details":
      if (draft.subject.trim().length < 3) found.subject = m.ask_subject_missing();
      if (draft.body.trim().length < 10) found.body = m.ask_body_missing();
      break;
    case "vous":
      if (draft.name.trim() === "") found["contact.name"] = m.ask_name_missing();
      if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim()))
        found["contact.email"] = m.ask_email_wrong();
      break;
    case "relecture":
      break;
  }
  return found;
}

/** The step of the address, or the first one before it that still lacks something; a link may start further on. */
export function stepOf(search: AskSearch, state: State & { signedIn: boolean }): Step {
  const steps = stepsFor(state.signedIn);
  const asked = steps.find((step) => step === search.etape);
  const start = asked ?? (state.totem ? (state.need || state.service ? "totem" : "besoin") : "besoin");
  for (const step of steps.slice(0, steps.indexOf(start))) {
    // A chosen service says what is needed; the question need not be asked.
    if (step === "besoin" && state.service) continue;
    if (Object.keys(problemsOf(step, state)).length > 0) return step;
  }
  return start;
}

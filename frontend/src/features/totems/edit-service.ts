// A service as a manager edits it, apart from how it looks.
import type {
  CharterItem,
  LangText,
  NewTotemService,
  Question,
  QuestionType,
  ServiceFamily,
  TotemService,
  TotemServiceChange,
} from "~/api/types";
import { toNumber } from "~/features/service_requests/answers";

/** The languages that the form has fields for; a text in another one stays as it is. */
export type Tongue = "fr" | "de" | "en";
export const TONGUES: Tongue[] = ["fr", "de", "en"];

export const FAMILIES: ServiceFamily[] = [
  "logistics",
  "real_estate",
  "coaching",
  "financing",
  "training",
  "events",
  "equipment",
  "other",
];

export type EditedChoice = { id: string; label: LangText };
export type EditedQuestion = {
  id: string;
  type: QuestionType;
  label: LangText;
  help: LangText;
  required: boolean;
  choices: EditedChoice[];
  several: boolean;
  minimum: string;
  maximum: string;
  unit: LangText;
  /** The question that it hangs on, or none. */
  after: string;
  /** The choices with which it is asked. */
  when: string[];
};

export type EditedService = {
  family: ServiceFamily;
  name: LangText;
  description: LangText;
  eligibility: LangText;
  languages: string[];
  forAccounts: boolean;
  days: string;
  capacity: string;
  lead: string;
  fulfils: CharterItem[];
  questions: EditedQuestion[];
};

export const NEW_SERVICE: EditedService = {
  family: "other",
  name: {},
  description: {},
  eligibility: {},
  languages: ["fr"],
  forAccounts: false,
  days: "5",
  capacity: "",
  lead: "",
  fulfils: [],
  questions: [],
};

/** Something that no other question or choice is called. */
export const newId = () => `q${crypto.randomUUID().slice(0, 8)}`;

export const newQuestion = (): EditedQuestion => ({
  id: newId(),
  type: "text",
  label: {},
  help: {},
  required: false,
  choices: [],
  several: false,
  minimum: "",
  maximum: "",
  unit: {},
  after: "",
  when: [],
});

const figure = (value: number | null | undefined) => (typeof value === "number" ? String(value) : "");

export function editedOf(service: TotemService): EditedService {
  return {
    family: service.family,
    name: service.name,
    description: service.description,
    eligibility: service.eligibility ?? {},
    languages: service.languages,
    forAccounts: service.access === "account",
    days: figure(service.response_target_days),
    capacity: figure(service.capacity),
    lead: figure(service.lead_time_days),
    fulfils: service.fulfils ?? [],
    questions: (service.questions ?? []).map((question) => ({
      id: question.id,
      type: question.type,
      label: question.label,
      help: question.help ?? {},
      required: question.required,
      choices: question.choices ?? [],
      several: question.several ?? false,
      minimum: figure(question.minimum),
      maximum: figure(question.maximum),
      unit: question.unit ?? {},
      after: question.shown_when?.question_id ?? "",
      when: question.shown_when?.choices ?? [],
    })),
  };
}

/** Without the languages in which nothing is written; nothing at all if that is all of them. */
export function said(text: LangText): Record<string, string> | undefined {
  const written = Object.entries(text).flatMap(([tag, words]) =>
    words?.trim() ? [[tag, words.trim()]] : [],
  );
  return written.length === 0 ? undefined : Object.fromEntries(written);
}

function questionOf(question: EditedQuestion): Question {
  const { id, type, label, required, several, after, when } = question;
  const [help, unit] = [said(question.help), said(question.unit)];
  const [minimum, maximum] = [toNumber(question.minimum), toNumber(question.maximum)];
  return {
    id,
    type,
    label: said(label) ?? {},
    required,
    ...(help ? { help } : {}),
    ...(type === "choice"
      ? {
          several,
          choices: question.choices.map((choice) => ({ id: choice.id, label: said(choice.label) ?? {} })),
        }
      : { several: false }),
    ...(type === "number" && minimum !== undefined ? { minimum } : {}),
    ...(type === "number" && maximum !== undefined ? { maximum } : {}),
    ...(type === "number" && unit ? { unit } : {}),
    ...(after ? { shown_when: { question_id: after, choices: when } } : {}),
  };
}

/** The questions as whoever asks will see them. */
export const questionsOf = (edited: EditedService): Question[] => edited.questions.map(questionOf);

type Access = TotemService["access"];

const whole = (typed: string) => {
  const value = toNumber(typed);
  return value !== undefined && Number.isInteger(value) ? value : null;
};

/** The service as it is sent when it is new. */
export function serviceOf(edited: EditedService): NewTotemService & { access: Access } {
  const { family, languages, forAccounts, fulfils } = edited;
  const [eligibility, capacity, lead] = [
    said(edited.eligibility),
    whole(edited.capacity),
    whole(edited.lead),
  ];
  return {
    family,
    name: said(edited.name) ?? {},
    description: said(edited.description) ?? {},
    languages: languages as NewTotemService["languages"],
    access: forAccounts ? "account" : "anyone",
    response_target_days: whole(edited.days) ?? 0,
    ...(eligibility ? { eligibility } : {}),
    ...(capacity === null ? {} : { capacity }),
    ...(lead === null ? {} : { lead_time_days: lead }),
    fulfils,
    questions: questionsOf(edited) as NewTotemService["questions"],
  };
}

/** The patch of what differs from what was read, and of nothing else. */
export function changeOf(service: TotemService, edited: EditedService): TotemServiceChange {
  const all: TotemServiceChange = {
    ...serviceOf(edited),
    eligibility: said(edited.eligibility) ?? null,
    capacity: whole(edited.capacity),
    lead_time_days: whole(edited.lead),
  };
  const before: TotemServiceChange = {
    ...serviceOf(editedOf(service)),
    eligibility: said(service.eligibility ?? {}) ?? null,
    capacity: service.capacity ?? null,
    lead_time_days: service.lead_time_days ?? null,
  };
  const names = Object.keys(all) as (keyof TotemServiceChange)[];
  const differ = names.filter((name) => JSON.stringify(all[name]) !== JSON.stringify(before[name]));
  return Object.fromEntries(differ.map((name) => [name, all[name]]));
}

/** Where a question may stand after another one: a question hangs on an earlier one only. */
export function moved(questions: EditedQuestion[], from: number, to: number): EditedQuestion[] {
  const order = [...questions];
  const [taken] = order.splice(from, 1);
  if (!taken || to < 0 || to > order.length) return questions;
  order.splice(to, 0, taken);
  return order;
}

/** The earlier choices on which the question at this place may hang. */
export const possibleAfter = (questions: EditedQuestion[], at: number) =>
  questions.slice(0, at).filter((question) => question.type === "choice");

/** What keeps the form from being sent, by the contract's name of the field. */
export function problemsOf(edited: EditedService, words: ProblemWords): Record<string, string> {
  const found: Record<string, string> = {};
  const between = (name: string, typed: string, least: number, most: number, optional: boolean) => {
    if (optional && typed.trim() === "") return;
    const value = whole(typed);
    if (value === null || value < least || value > most) found[name] = words.figure(least, most);
  };
  if (!said(edited.name)) found.name = words.missing();
  if (!said(edited.description)) found.description = words.missing();
  if (edited.languages.length === 0) found.languages = words.missing();
  between("response_target_days", edited.days, 1, 60, false);
  between("capacity", edited.capacity, 1, 10_000, true);
  between("lead_time_days", edited.lead, 0, 250, true);
  for (const [at, question] of edited.questions.entries()) {
    const field = (name: string) => `questions.${at}.${name}`;
    if (!said(question.label)) found[field("label")] = words.missing();
    if (question.type === "choice") {
      if (question.choices.length < 2) found[field("choices")] = words.choices();
      else if (question.choices.some((choice) => !said(choice.label)))
        found[field("choices")] = words.missing();
    }
    if (question.type === "number") {
      const [least, most] = [toNumber(question.minimum), toNumber(question.maximum)];
      if (question.minimum.trim() && least === undefined) found[field("minimum")] = words.number();
      if (question.maximum.trim() && most === undefined) found[field("maximum")] = words.number();
      if (least !== undefined && most !== undefined && least > most) found[field("maximum")] = words.order();
    }
    if (question.after) {
      if (!possibleAfter(edited.questions, at).some((earlier) => earlier.id === question.after))
        found[field("shown_when")] = words.after();
      else if (question.when.length === 0) found[field("shown_when")] = words.when();
    }
  }
  return found;
}

export type ProblemWords = {
  missing: () => string;
  figure: (least: number, most: number) => string;
  choices: () => string;
  number: () => string;
  order: () => string;
  after: () => string;
  when: () => string;
};

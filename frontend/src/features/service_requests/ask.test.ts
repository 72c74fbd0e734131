import { describe, expect, it } from "vitest";
import type { Question, Totem, TotemService } from "~/api/types";
import { type Answers, answersOf } from "./answers";
import { EMPTY_DRAFT, problemsOf, stepOf, stepsFor } from "./ask";
import { answerProblems } from "./ask-send";
import { servicesFor } from "./needs";

function service(
  slug: string,
  family: TotemService["family"],
  status: TotemService["status"] = "active",
): TotemService {
  return {
    id: slug,
    slug,
    family,
    status,
    totem_id: "t",
    name: { fr: slug },
    description: { fr: slug },
    languages: ["fr"],
    access: "anyone",
    response_target_days: 5,
    revision: 1,
    updated_at: "2026-01-01T00:00:00Z",
  };
}

const coaching = service("accompagnement", "coaching");
const premises = service("immobilier", "real_estate");
const totem: Totem = {
  id: "t",
  slug: "metz",
  code: "MTZ",
  name: "TCRM-Blida",
  city: "Metz",
  description: { fr: "" },
  status: "open",
  address: { locality: "Metz" },
  position_precision: "commune",
  calendar: "alsace_moselle",
  closures: [],
  opening_hours: [],
  features: [],
  sources: [],
  services: [coaching, premises, service("pause", "financing", "paused")],
  revision: 1,
  updated_at: "2026-01-01T00:00:00Z",
};
const filled = { ...EMPTY_DRAFT, subject: "Un avis", body: "Nous cherchons un premier avis." };

describe("the steps of the ask form", () => {
  it("are five at most, and four for who is signed in", () => {
    expect(stepsFor(false)).toHaveLength(5);
    expect(stepsFor(true)).not.toContain("vous");
  });

  it("begin with the need", () => {
    const state = {
      need: undefined,
      totem: undefined,
      service: undefined,
      draft: EMPTY_DRAFT,
      signedIn: false,
    };
    expect(stepOf({}, state)).toBe("besoin");
  });

  it("can not be skipped by an address", () => {
    const state = { need: "conseil" as const, totem, service: coaching, draft: EMPTY_DRAFT, signedIn: false };
    expect(stepOf({ etape: "relecture" }, state)).toBe("details");
    expect(stepOf({ etape: "relecture" }, { ...state, draft: filled })).toBe("vous");
    expect(stepOf({ etape: "relecture" }, { ...state, draft: filled, signedIn: true })).toBe("relecture");
  });

  it("do not ask for the need when a link names the service", () => {
    const state = { need: undefined, totem, service: coaching, draft: EMPTY_DRAFT, signedIn: false };
    expect(stepOf({ etape: "details" }, state)).toBe("details");
  });

  it("lack what the service has to be told, where it is asked", () => {
    const choice = (id: string) => ({ id, label: { fr: id } });
    const questions: Question[] = [
      {
        id: "company",
        type: "choice",
        label: { fr: "Une entreprise ?" },
        required: true,
        several: false,
        choices: [choice("yes"), choice("no")],
      },
      {
        id: "persons",
        type: "number",
        label: { fr: "Combien ?" },
        required: true,
        several: false,
        minimum: 1,
        shown_when: { question_id: "company", choices: ["yes"] },
      },
    ];
    const problems = (answers: Answers) => {
      const draft = { ...filled, answers: { [coaching.id]: answers } };
      return Object.keys(answerProblems({ totem, service: coaching, questions, draft, signedIn: false }));
    };
    expect(problems({})).toEqual(["answers.company"]);
    expect(problems({ company: "no", persons: "x" })).toEqual([]);
    expect(problems({ company: "yes", persons: "0" })).toEqual(["answers.persons"]);
    expect(answersOf(questions, { company: "yes", persons: "1 200,5" })).toEqual([
      { question_id: "company", value: "yes" },
      { question_id: "persons", value: 1200.5 },
    ]);
    expect(answersOf(questions, { company: "no", persons: "3" })).toEqual([
      { question_id: "company", value: "no" },
    ]);
  });

  it("do not lead somebody without an account to a service for those who have one", () => {
    const service = { ...coaching, access: "account" as const };
    const state = { need: undefined, totem, service, draft: filled };
    expect(Object.keys(problemsOf("totem", { ...state, signedIn: false }))).toEqual(["service"]);
    expect(problemsOf("totem", { ...state, signedIn: true })).toEqual({});
  });

  it("name the field that lacks something", () => {
    const state = { need: undefined, totem, service: undefined, draft: { ...EMPTY_DRAFT, email: "x@y" } };
    expect(Object.keys(problemsOf("totem", state))).toEqual(["service"]);
    expect(Object.keys(problemsOf("details", state))).toEqual(["subject", "body"]);
    expect(Object.keys(problemsOf("vous", state))).toEqual(["contact.name", "contact.email"]);
  });
});

describe("what a Totem offers for a need", () => {
  it("is what fits it, among what is active", () => {
    expect(servicesFor(totem, "local")).toEqual([premises]);
    expect(servicesFor(totem, undefined)).toEqual([coaching, premises]);
  });

  it("is everything rather than nothing", () => {
    expect(servicesFor(totem, "argent")).toEqual([coaching, premises]);
  });
});

import { describe, expect, it } from "vitest";
import type { TotemService } from "~/api/types";
import { changeOf, editedOf, moved, newQuestion, problemsOf, questionsOf } from "./edit-service";

const service: TotemService = {
  id: "s",
  slug: "accompagnement",
  totem_id: "t",
  family: "coaching",
  name: { fr: "Accompagnement", lb: "Begleedung" },
  description: { fr: "Parler de son projet." },
  languages: ["fr"],
  access: "anyone",
  response_target_days: 5,
  status: "active",
  questions: [
    {
      id: "stage",
      type: "choice",
      label: { fr: "Où en êtes-vous ?" },
      required: false,
      several: false,
      choices: [
        { id: "idea", label: { fr: "Une idée" } },
        { id: "company", label: { fr: "Une entreprise" } },
      ],
    },
    {
      id: "since",
      type: "date",
      label: { fr: "Depuis quand ?" },
      required: false,
      several: false,
      shown_when: { question_id: "stage", choices: ["company"] },
    },
  ],
  revision: 1,
  updated_at: "2027-01-01T00:00:00Z",
};

const words = {
  missing: () => "missing",
  figure: () => "figure",
  choices: () => "choices",
  number: () => "number",
  order: () => "order",
  after: () => "after",
  when: () => "when",
};

describe("a service as it is edited", () => {
  it("sends nothing of what was not changed", () => {
    expect(changeOf(service, editedOf(service))).toEqual({});
    expect(changeOf(service, { ...editedOf(service), capacity: "12" })).toEqual({ capacity: 12 });
  });

  it("keeps the texts in languages that the form has no field for", () => {
    const edited = editedOf(service);
    const change = changeOf(service, { ...edited, name: { ...edited.name, de: " Begleitung " } });
    expect(change).toEqual({ name: { fr: "Accompagnement", lb: "Begleedung", de: "Begleitung" } });
  });

  it("keeps what belongs to another type of question out of it", () => {
    const question = {
      ...newQuestion(),
      label: { fr: "?" },
      unit: { fr: "m²" },
      minimum: "1",
      several: true,
    };
    const [sent] = questionsOf({ ...editedOf(service), questions: [question] });
    expect(sent).toEqual({
      id: question.id,
      type: "text",
      label: { fr: "?" },
      required: false,
      several: false,
    });
  });

  it("names what keeps it from being sent", () => {
    const edited = editedOf(service);
    expect(problemsOf(edited, words)).toEqual({});
    const questions = moved(edited.questions, 1, 0);
    expect(problemsOf({ ...edited, days: "0", name: {}, questions }, words)).toEqual({
      name: "missing",
      response_target_days: "figure",
      "questions.0.shown_when": "after",
    });
  });

  it("moves a question no further than the ends", () => {
    const { questions } = editedOf(service);
    expect(moved(questions, 0, 1).map((one) => one.id)).toEqual(["since", "stage"]);
    expect(moved(questions, 0, -1)).toBe(questions);
    expect(moved(questions, 1, 2)).toBe(questions);
  });
});

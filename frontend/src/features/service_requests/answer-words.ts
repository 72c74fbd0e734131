import type { Answered, Question } from "~/api/types";
import { number, planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { type Answers, answersOf } from "./answers";

/** An answer in words. */
export function sayAnswer({ type, value, choices, unit }: Answered): string {
  if (type === "choice") return (choices ?? []).map((choice) => words(choice.label)).join(", ");
  if (type === "date" && typeof value === "string") return planDate(value);
  if (typeof value === "number") return [number(value), words(unit)].filter(Boolean).join("\u00a0");
  return String(value);
}

/** What was typed so far, as it will stand in the request. */
export function answeredSoFar(questions: Question[], answers: Answers): Answered[] {
  return answersOf(questions, answers).flatMap(({ question_id, value }) => {
    const question = questions.find((one) => one.id === question_id);
    if (!question) return [];
    const { type, label, unit } = question;
    const ids = [value].flat().map(String);
    const choices = question.choices?.filter((choice) => ids.includes(choice.id)) ?? [];
    return [{ question_id, type, label, value, choices, ...(unit ? { unit } : {}) }];
  });
}

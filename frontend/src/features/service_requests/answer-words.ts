import type { Answered, Question } from "~/api/types";
import { chosenFiles } from "~/features/attachments/chosen";
import { number, planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { type Answers, answersOf, shownQuestions } from "./answers";

/** An answer in words. */
export function sayAnswer({ type, value, choices, unit }: Answered): string {
  if (type === "choice") return (choices ?? []).map((choice) => words(choice.label)).join(", ");
  if (type === "file") return [value].flat().join(", ");
  if (type === "date" && typeof value === "string") return planDate(value);
  if (typeof value === "number") return [number(value), words(unit)].filter(Boolean).join("\u00a0");
  return String(value);
}

/** What was typed so far, as it will stand in the request; of files, how they are called. */
export function answeredSoFar(questions: Question[], answers: Answers): Answered[] {
  const given = answersOf(questions, answers);
  return shownQuestions(questions, answers).flatMap((question): Answered[] => {
    const { id: question_id, type, label, unit } = question;
    const files = type === "file" ? chosenFiles(question_id).map((file) => file.name) : [];
    if (files.length > 0) return [{ question_id, type, label, value: files }];
    const value = given.find((one) => one.question_id === question_id)?.value;
    if (value === undefined) return [];
    const ids = [value].flat().map(String);
    const choices = question.choices?.filter((choice) => ids.includes(choice.id)) ?? [];
    return [{ question_id, type, label, value, choices, ...(unit ? { unit } : {}) }];
  });
}

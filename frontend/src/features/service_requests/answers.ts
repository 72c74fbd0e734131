// What a service asks, apart from how it looks: what is shown, what is missing, and what is sent.
import type { AnswerInput, Question } from "~/api/types";
import { chosenFiles } from "~/features/attachments/chosen";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { INCOMPLETE_DATE } from "~/ui/DateField";

/** What was typed or chosen for a question so far. */
export type Given = string | string[];
/** By the id of the question. */
export type Answers = Record<string, Given>;

/** Where the problem of a question stands among those of a form. */
export const answerField = (id: string) => `answers.${id}`;

const chosen = (given: Given | undefined) => (given === undefined ? [] : [given].flat());

/** Those that are to be answered, given what was answered so far. */
export function shownQuestions(questions: Question[], answers: Answers): Question[] {
  const shown: Question[] = [];
  for (const question of questions) {
    const when = question.shown_when;
    const asked =
      !when ||
      (shown.some((earlier) => earlier.id === when.question_id) &&
        chosen(answers[when.question_id]).some((id) => when.choices.includes(id)));
    if (asked) shown.push(question);
  }
  return shown;
}

/** "1 200,5" as people write it. */
export function toNumber(typed: string): number | undefined {
  const plain = typed.replace(/[\s\u202f\u00a0]/g, "").replace(",", ".");
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

function problemOf(question: Question, given: Given | undefined, signedIn: boolean): string | undefined {
  // Without an account files follow by the link of the confirmation.
  if (question.type === "file")
    return question.required && signedIn && chosenFiles(question.id).length === 0
      ? m.question_file_missing()
      : undefined;
  const missing = chosen(given).every((part) => part.trim() === "");
  if (missing) return question.required ? m.question_missing() : undefined;
  if (question.type === "date") return given === INCOMPLETE_DATE ? m.question_date_wrong() : undefined;
  if (question.type !== "number") return undefined;
  const value = toNumber(String(given));
  if (value === undefined) return m.question_number_wrong();
  const { minimum, maximum } = question;
  if (typeof minimum === "number" && value < minimum) return m.question_minimum({ least: number(minimum) });
  if (typeof maximum === "number" && value > maximum) return m.question_maximum({ most: number(maximum) });
  return undefined;
}

/** What is missing or wrong, by the field of its question. */
export function problemsOfAnswers(
  questions: Question[],
  answers: Answers,
  signedIn: boolean,
): Record<string, string> {
  const found = shownQuestions(questions, answers).map((question) => [
    answerField(question.id),
    problemOf(question, answers[question.id], signedIn),
  ]);
  return Object.fromEntries(found.filter(([, problem]) => problem));
}

/** The answers as they are sent: of what is shown and answered, in the order of the questions. Files follow the request. */
export function answersOf(questions: Question[], answers: Answers): AnswerInput[] {
  return shownQuestions(questions, answers).flatMap((question) => {
    if (question.type === "file") return [];
    const given = answers[question.id];
    const parts = chosen(given).filter((part) => part.trim() !== "");
    const [first] = parts;
    if (first === undefined) return [];
    const value = question.several
      ? parts
      : question.type === "number"
        ? (toNumber(first) ?? first)
        : first.trim();
    return [{ question_id: question.id, value }];
  });
}

import { Suspense } from "react";
import type { Question } from "~/api/types";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { CheckList, ChoiceCards } from "~/ui/Choices";
import { DateField } from "~/ui/DateField";
import { TextField } from "~/ui/TextField";
import { type Answers, answerField, type Given, shownQuestions } from "./answers";

const QuestionFiles = lazy(() => import("~/features/attachments/QuestionFiles"));

type Props = {
  questions: Question[];
  answers: Answers;
  errors: Record<string, string>;
  onAnswer: (id: string, given: Given) => void;
};

/** The questions of a service as whoever asks sees them; one that hangs on an answer appears with it. */
export function QuestionFields({ questions, answers, errors, onAnswer }: Props) {
  return shownQuestions(questions, answers).map((question) => (
    <QuestionField
      key={question.id}
      question={question}
      given={answers[question.id]}
      error={errors[answerField(question.id)]}
      onAnswer={(given) => onAnswer(question.id, given)}
    />
  ));
}

function QuestionField(props: {
  question: Question;
  given: Given | undefined;
  error: string | undefined;
  onAnswer: (given: Given) => void;
}) {
  const { question, given, error, onAnswer } = props;
  const unit = words(question.unit);
  const label = unit
    ? m.question_with_unit({ question: words(question.label), unit })
    : words(question.label);
  const texts = { label, hint: words(question.help) || undefined, error, optional: !question.required };
  const text = typeof given === "string" ? given : "";
  const choices = question.choices?.map((choice) => ({ value: choice.id, label: words(choice.label) })) ?? [];
  switch (question.type) {
    case "choice":
      if (question.several)
        return (
          <CheckList
            {...texts}
            choices={choices}
            value={Array.isArray(given) ? given : []}
            onChange={onAnswer}
          />
        );
      return (
        <div>
          <ChoiceCards
            {...texts}
            columns
            choices={choices.map(({ value, label }) => ({ value, title: label }))}
            value={text}
            onChange={onAnswer}
          />
          {texts.optional && text !== "" && (
            <Button look="quiet" small onPress={() => onAnswer("")}>
              {m.question_clear()}
              <span className="visually-hidden"> {label}</span>
            </Button>
          )}
        </div>
      );
    case "file":
      return (
        <Suspense>
          <QuestionFiles {...texts} id={question.id} onChange={() => onAnswer("")} />
        </Suspense>
      );
    case "date":
      return <DateField {...texts} value={text} onChange={onAnswer} />;
    case "number":
      return <TextField {...texts} inputMode="decimal" maxLength={20} value={text} onChange={onAnswer} />;
    default:
      return <TextField {...texts} long rows={3} maxLength={2000} value={text} onChange={onAnswer} />;
  }
}

import type { Answered } from "~/api/types";
import { Words } from "~/ui/Words";
import { sayAnswer } from "./answer-words";
import css from "./request.module.css";

/** What was answered to the questions of the service, each under the words of its question. */
export function AnswerList({ answers, lang }: { answers: Answered[]; lang?: string | undefined }) {
  return (
    <dl className={css.answers}>
      {answers.map((answer) => (
        <div key={answer.question_id}>
          <dt>
            <Words text={answer.label} />
          </dt>
          <dd lang={answer.type === "text" ? lang : undefined}>{sayAnswer(answer)}</dd>
        </div>
      ))}
    </dl>
  );
}

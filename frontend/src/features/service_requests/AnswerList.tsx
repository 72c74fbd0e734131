import { Suspense } from "react";
import type { Answered, Document } from "~/api/types";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Words } from "~/ui/Words";
import { sayAnswer } from "./answer-words";
import css from "./request.module.css";

const DocumentList = lazy(() => import("~/features/attachments/DocumentList"));

/** What was answered to the questions of the service, each under the words of its question. */
export function AnswerList({
  answers,
  lang,
  request,
  documents,
}: {
  answers: Answered[];
  lang?: string | undefined;
  request: string;
  /** Those that answer one of them. */
  documents: Document[];
}) {
  return (
    <dl className={css.answers}>
      {answers.map((answer) => {
        const files = documents.filter((document) => document.question_id === answer.question_id);
        return (
          <div key={answer.question_id}>
            <dt>
              <Words text={answer.label} />
            </dt>
            <dd lang={answer.type === "text" ? lang : undefined}>
              {answer.type !== "file" && sayAnswer(answer)}
              {answer.type === "file" && files.length === 0 && m.answer_no_file()}
              {files.length > 0 && (
                <Suspense>
                  <DocumentList request={request} documents={files} />
                </Suspense>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

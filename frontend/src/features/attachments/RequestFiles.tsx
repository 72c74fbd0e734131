import { useEffect, useRef } from "react";
import type { Document, ServiceRequest } from "~/api/types";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import AttachField from "./AttachField";
import { takeChosen } from "./chosen";
import { MOST_DRAFT_FILES, MOST_FILES } from "./formats";
import { useUploads } from "./use-uploads";

/** Files of the request itself: those chosen while asking, and more as long as it is not sent; first those it is asked for. */
export default function RequestFiles({
  request,
  documents,
  onAllArrived,
}: {
  request: ServiceRequest;
  documents: Document[];
  /** What to do when all that was chosen while asking, and all that is needed, has arrived. */
  onAllArrived: (() => void) | undefined;
}) {
  const uploads = useUploads(request.id, false);
  const { add, items } = uploads;
  const sending = useRef(false);
  // Taken once the page stands: what is drawn before may be thrown away.
  useEffect(() => {
    const files = takeChosen(request.id);
    if (files.length === 0) return;
    add(files);
    sending.current = true;
  }, [add, request.id]);
  const open = items.length;
  const begun = useRef(false);
  useEffect(() => {
    begun.current ||= open > 0;
    if (!sending.current || !begun.current || open > 0 || !onAllArrived) return;
    sending.current = false;
    onAllArrived();
  }, [open, onAllArrived]);
  const draft = request.status === "draft";
  if (!draft && open === 0) return null;
  const all = request.requester_id ? MOST_FILES : MOST_DRAFT_FILES;
  const asked = (request.answers ?? []).filter((answer) => answer.type === "file");
  const fields = [
    ...asked.map(({ question_id, label, required }) => ({
      question: question_id,
      label: words(label),
      required,
    })),
    { question: undefined, label: m.files_attach(), required: false },
  ];
  return fields.map(({ question, label, required }) => {
    const arrived = documents.filter((document) => (document.question_id ?? undefined) === question);
    const mine = items.filter((one) => one.question === question);
    if (!draft && mine.length === 0) return null;
    return (
      <AttachField
        key={question ?? ""}
        request={request.id}
        uploads={uploads}
        question={question}
        label={label}
        required={required === true}
        // Once it is sent they stand in the conversation.
        arrived={draft ? arrived : []}
        most={draft ? all - (documents.length - arrived.length) : Math.min(mine.length, MOST_FILES)}
        hint={draft && !request.requester_id ? m.files_draft() : m.files_kept()}
      />
    );
  });
}

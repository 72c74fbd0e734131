import { useEffect } from "react";
import type { Document, ServiceRequest } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import AttachField from "./AttachField";
import { takeChosen } from "./chosen";
import { MOST_DRAFT_FILES, MOST_FILES } from "./formats";
import { useUploads } from "./use-uploads";

/** Files of the request itself: those chosen while asking, and more as long as it is not confirmed. */
export default function RequestFiles({
  request,
  documents,
}: {
  request: ServiceRequest;
  documents: Document[];
}) {
  const uploads = useUploads(request.id, false);
  const { add } = uploads;
  // Taken once the page stands: what is drawn before may be thrown away.
  useEffect(() => {
    const files = takeChosen(request.id);
    if (files.length > 0) add(files);
  }, [add, request.id]);
  const draft = request.status === "draft";
  if (!draft && uploads.items.length === 0) return null;
  return (
    <AttachField
      request={request.id}
      uploads={uploads}
      // Once it is sent they stand in the conversation.
      arrived={draft ? documents : []}
      most={draft ? MOST_DRAFT_FILES : Math.min(uploads.items.length, MOST_FILES)}
      hint={draft ? m.files_draft() : m.files_kept()}
    />
  );
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import FileText from "lucide-react/icons/file-text";
import RotateCw from "lucide-react/icons/rotate-cw";
import X from "lucide-react/icons/x";
import { fieldErrors, isStatus, speak } from "~/api/problem";
import type { Document } from "~/api/types";
import { fileSize } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { FileField } from "~/ui/FileField";
import css from "./attachments.module.css";
import DocumentList from "./DocumentList";
import { ENDINGS, MOST_BYTES } from "./formats";
import { documentsQuery, takeBack } from "./queries";
import { isPassing, type Upload, type Uploads } from "./use-uploads";

/** Why it did not arrive, and what to do about it. */
function reason({ error, file }: Upload): string {
  if (isPassing(error)) return m.files_lost({ name: file.name });
  const spoken = speak(error);
  return fieldErrors(error, [""])[""] ?? `${spoken.title}. ${spoken.text ?? ""}`;
}

function OneUpload({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const { key, file, share, error } = upload;
  return (
    <li>
      <FileText size={18} aria-hidden="true" />
      <span className={css.name}>{file.name}</span>
      <span className={css.size}>{fileSize(file.size)}</span>
      {error ? (
        <p className={css.failed} role="alert">
          {reason(upload)}
        </p>
      ) : (
        <progress
          className={css.progress}
          value={share}
          max={1}
          aria-label={m.files_sending({ name: file.name })}
        />
      )}
      <span className={css.ways}>
        {/* Of what the file itself is, another try changes nothing. */}
        {error !== undefined && !isStatus(error, 413, 422) && (
          <button
            type="button"
            className={css.way}
            aria-label={m.files_retry({ name: file.name })}
            title={m.files_retry({ name: file.name })}
            onClick={() => uploads.retry(key)}
          >
            <RotateCw size={18} aria-hidden="true" />
          </button>
        )}
        <button
          type="button"
          className={css.way}
          aria-label={error ? m.file_remove({ name: file.name }) : m.files_cancel({ name: file.name })}
          onClick={() => uploads.drop(key)}
        >
          <X size={18} aria-hidden="true" />
        </button>
      </span>
    </li>
  );
}

/** Files to be sent: chosen or dropped, on their way, and those that have arrived and can still be taken back. */
export default function AttachField({
  request,
  uploads,
  arrived,
  most,
  question,
  label = m.files_attach(),
  required = false,
  hint = m.files_kept(),
}: {
  request: string;
  uploads: Uploads;
  arrived: Document[];
  most: number;
  /** What they answer. */
  question?: string | undefined;
  label?: string;
  required?: boolean;
  hint?: string;
}) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: (document: Document) => takeBack(request, document.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: documentsQuery(request).queryKey }),
  });
  const items = uploads.items.filter((one) => one.question === question);
  const room = most - arrived.length - uploads.items.length;
  return (
    <div className={css.attach}>
      {room > 0 && (
        <FileField
          label={label}
          optional={!required}
          hint={hint}
          files={[]}
          onChange={(files) => uploads.add(files.map((file) => (question ? { question, file } : { file })))}
          endings={ENDINGS}
          mostBytes={MOST_BYTES}
          // One at a time would take the place of the one before.
          most={Math.max(room, 2)}
        />
      )}
      <ProblemBanner error={remove.error} />
      {items.length > 0 && (
        <ul className={css.files}>
          {items.map((upload) => (
            <OneUpload key={upload.key} upload={upload} uploads={uploads} />
          ))}
        </ul>
      )}
      <DocumentList request={request} documents={arrived} onRemove={(document) => remove.mutate(document)} />
    </div>
  );
}

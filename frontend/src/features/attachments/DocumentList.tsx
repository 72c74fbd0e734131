import { useMutation } from "@tanstack/react-query";
import Download from "lucide-react/icons/download";
import FileText from "lucide-react/icons/file-text";
import X from "lucide-react/icons/x";
import type { Document } from "~/api/types";
import { fileSize } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import css from "./attachments.module.css";
import { kindOf } from "./formats";
import { download } from "./queries";

function State({ document }: { document: Document }) {
  if (document.status === "pending") return <Badge tone="now">{m.files_pending()}</Badge>;
  if (document.status === "infected") return <Badge tone="wrong">{m.files_infected()}</Badge>;
  return null;
}

/** Files that have arrived: what they are, whether they can be had, and the way to them. */
export default function DocumentList({
  request,
  documents,
  onRemove,
}: {
  request: string;
  documents: Document[];
  /** For those that can be taken back. */
  onRemove?: ((document: Document) => void) | undefined;
}) {
  const save = useMutation({ mutationFn: (document: Document) => download(request, document) });
  if (documents.length === 0) return null;
  return (
    <>
      <ProblemBanner error={save.error} />
      <ul className={css.files} aria-label={m.files_attached()}>
        {documents.map((document) => {
          const ready = document.status === "clean" || document.status === "unscanned";
          return (
            <li key={document.id}>
              <FileText size={18} aria-hidden="true" />
              <span className={css.name}>{document.name}</span>
              <span className={css.size}>
                {kindOf(document.name)}, {fileSize(document.size)}
              </span>
              <State document={document} />
              <span className={css.ways}>
                {ready && (
                  <button
                    type="button"
                    className={css.way}
                    aria-label={m.files_download({ name: document.name })}
                    title={m.files_download({ name: document.name })}
                    disabled={save.isPending}
                    onClick={() => save.mutate(document)}
                  >
                    <Download size={18} aria-hidden="true" />
                  </button>
                )}
                {onRemove && (
                  <button
                    type="button"
                    className={css.way}
                    aria-label={m.file_remove({ name: document.name })}
                    onClick={() => onRemove(document)}
                  >
                    <X size={18} aria-hidden="true" />
                  </button>
                )}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

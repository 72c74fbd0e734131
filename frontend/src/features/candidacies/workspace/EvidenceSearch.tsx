import { useQuery } from "@tanstack/react-query";
import DirectoryChoices from "~/features/directory/DirectoryChoices";
import type { DirectoryFilters } from "~/features/directory/filters";
import { facetsQuery } from "~/features/directory/queries";
import { countQuery } from "~/features/directory/work-queries";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { TextField } from "~/ui/TextField";
import css from "./workspace.module.css";

type Props = {
  filters: DirectoryFilters;
  onChange: (next: DirectoryFilters) => void;
  error: string | undefined;
};

/** A search as the directory has it, with how many it finds, before it is frozen. */
export default function EvidenceSearch({ filters, onChange, error }: Props) {
  const facets = useQuery(facetsQuery(filters)).data;
  const found = useQuery(countQuery(filters));
  const { count, count_is_lower_bound: more } = found.data ?? {};
  return (
    <>
      <p>{m.evidence_sought_hint()}</p>
      <TextField
        label={m.evidence_sought_words()}
        optional
        maxLength={200}
        value={filters.q ?? ""}
        onChange={(q) => onChange({ ...filters, q: q || undefined })}
        error={error}
      />
      <div className={css.sought}>
        <DirectoryChoices
          filters={filters}
          facets={facets}
          onChange={(next) => onChange({ ...filters, ...next })}
        />
      </div>
      <ProblemBanner error={found.error} />
      <p role="status" className={css.count}>
        {count == null
          ? null
          : more
            ? m.evidence_search_more({ n: number(count) })
            : m.evidence_search_found({ count, n: number(count) })}
      </p>
    </>
  );
}

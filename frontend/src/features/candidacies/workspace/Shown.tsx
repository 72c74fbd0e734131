import type { CandidacyCriterion } from "~/api/types";
import { longDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { FactSources } from "~/ui/FactSources";
import { ExternalLink } from "~/ui/Link";
import { Table } from "~/ui/Table";

/** What is shown for a criterion, and whether that is enough. */
export function Shown({ of }: { of: CandidacyCriterion }) {
  const isMet = of.state === "met";
  return (
    <>
      <Tags>
        <Badge tone={isMet ? "done" : "wrong"}>{isMet ? m.criterion_met() : m.criterion_unmet()}</Badge>
        {of.criterion.minimum != null && (
          <Badge tone="plain">
            {m.criterion_counted({ counted: of.counted ?? 0, minimum: of.criterion.minimum })}
          </Badge>
        )}
      </Tags>
      {of.evidence.length === 0 ? (
        <p>{m.evidence_none()}</p>
      ) : (
        <Table
          caption={words(of.criterion.title)}
          rows={of.evidence}
          rowKey={(one) => one.id}
          columns={[
            { head: m.evidence_title(), rowHead: true, cell: (one) => one.title },
            { head: m.evidence_value(), end: true, cell: (one) => one.value ?? "–" },
            { head: m.evidence_perimeter(), cell: (one) => one.perimeter ?? "–" },
            { head: m.evidence_frozen(), whole: true, cell: (one) => longDate(one.frozen_on) },
            {
              head: m.evidence_source(),
              cell: ({ shows }) =>
                shows.kind === "figure" ? (
                  <FactSources sources={[shows.source]} />
                ) : shows.kind === "url" ? (
                  <ExternalLink href={shows.url}>{shows.url}</ExternalLink>
                ) : shows.kind === "directory_query" ? (
                  m.evidence_of_directory()
                ) : (
                  m.evidence_of_supporters()
                ),
            },
          ]}
        />
      )}
    </>
  );
}

import { useMutation } from "@tanstack/react-query";
import type { CandidacyCriterion } from "~/api/types";
import { validDirectory } from "~/features/directory/search";
import { searchWords } from "~/features/saved_searches/words";
import { fileSize, longDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { FactSources } from "~/ui/FactSources";
import { ExternalLink, Link } from "~/ui/Link";
import { Table } from "~/ui/Table";
import { downloadEvidence, type Evidence, type EvidenceFile, type EvidencePlace } from "./queries";
import css from "./workspace.module.css";

type Props = {
  of: CandidacyCriterion;
  /** Where its files are had. */
  place: EvidencePlace;
  /** For those who may take it away. */
  onRemove?: (evidence: Evidence) => void;
};

/** What is shown for a criterion, and whether that is enough. */
export function Shown({ of, place, onRemove }: Props) {
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
            { head: m.evidence_source(), cell: (one) => <Source evidence={one} place={place} /> },
            ...(onRemove
              ? [
                  {
                    head: m.evidence_action(),
                    cell: (one: Evidence) => (
                      <Button
                        small
                        look="secondary"
                        aria-label={m.evidence_remove_of({ title: one.title })}
                        onPress={() => onRemove(one)}
                      >
                        {m.evidence_remove()}
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
    </>
  );
}

function Hash({ sha256 }: { sha256: string }) {
  return (
    <>
      {m.evidence_hash()} <code className={css.hash}>{sha256}</code>
    </>
  );
}

/** What it is, with the way to it. */
function Source({ evidence, place }: { evidence: Evidence; place: EvidencePlace }) {
  const { shows } = evidence;
  switch (shows.kind) {
    case "figure":
      return <FactSources sources={[shows.source]} />;
    case "url":
      return <ExternalLink href={shows.url}>{shows.url}</ExternalLink>;
    case "document":
      return <FileOf evidence={evidence} shows={shows} place={place} />;
    case "directory_query": {
      const filters = validDirectory({ ...shows.query, radius_km: shows.query.radius_km?.toString() });
      return (
        <div className={css.proof}>
          <span>
            {m.evidence_of_directory()}{" "}
            <Link to="/annuaire" search={filters}>
              {searchWords(filters)}
            </Link>
          </span>
          <span>
            <Hash sha256={shows.ids_sha256} />
          </span>
        </div>
      );
    }
    case "supporters":
      return m.evidence_of_supporters();
  }
}

function FileOf(props: { evidence: Evidence; shows: EvidenceFile; place: EvidencePlace }) {
  const { evidence, shows, place } = props;
  const save = useMutation({ mutationFn: () => downloadEvidence(place, evidence.id, shows.name) });
  const { file_status: status } = evidence;
  return (
    <div className={css.proof}>
      <span>
        {shows.name} ({fileSize(shows.size)})
      </span>
      {status === "pending" && <Badge tone="now">{m.files_pending()}</Badge>}
      {status === "infected" ? (
        <Badge tone="wrong">{m.files_infected()}</Badge>
      ) : (
        status !== "pending" && (
          <Button
            small
            look="secondary"
            aria-label={m.files_download({ name: shows.name })}
            pending={save.isPending}
            onPress={() => save.mutate()}
          >
            {m.evidence_download()}
          </Button>
        )
      )}
      <ProblemBanner error={save.error} />
      <span>
        <Hash sha256={shows.sha256} />
      </span>
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Candidacy, CandidacyCriterion, Gap } from "~/api/types";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";
import { Section, Stack } from "~/ui/Page";
import { Empty, Failed, Loading } from "~/ui/States";
import { AddEvidence } from "./AddEvidence";
import { criteriaQuery, type Evidence, readinessQuery } from "./queries";
import RemoveEvidence from "./RemoveEvidence";
import { Shown } from "./Shown";
import css from "./workspace.module.css";

const GAPS = {
  evidence_missing: m.gap_evidence_missing,
  evidence_infected: m.gap_evidence_infected,
  evidence_expired: m.gap_evidence_expired,
  threshold_unmet: m.gap_threshold_unmet,
  recommendation_unanswered: m.gap_recommendation_unanswered,
  figure_stale: m.gap_figure_stale,
};

/** What is missing, each with the way to mend it; then what is shown for each criterion. */
export function CriteriaPart({ file }: { file: Candidacy }) {
  const criteria = useQuery(criteriaQuery(file.slug));
  const [removed, setRemoved] = useState<Evidence>();
  if (criteria.isPending) return <Loading />;
  if (criteria.isError) return <Failed error={criteria.error} onRetry={criteria.refetch} />;
  if (criteria.data.items.length === 0) return <Empty title={m.criteria_empty()} />;
  return (
    <Stack>
      <Section title={m.criteria_gaps()}>
        <Gaps file={file} criteria={criteria.data.items} />
      </Section>
      {criteria.data.items.map((one) => (
        <Section key={one.criterion.code} title={words(one.criterion.title)}>
          <Shown of={one} place={{ id: file.slug }} onRemove={setRemoved} />
        </Section>
      ))}
      <Section title={m.evidence_add()}>
        <AddEvidence file={file} criteria={criteria.data.items} />
      </Section>
      {removed && <RemoveEvidence file={file} evidence={removed} onClose={() => setRemoved(undefined)} />}
    </Stack>
  );
}

/** What is missing, each with the page that mends it. */
export function Gaps({ file, criteria }: { file: Candidacy; criteria: CandidacyCriterion[] }) {
  const readiness = useQuery(readinessQuery(file.slug));
  if (readiness.isPending) return <Loading rows={2} />;
  if (readiness.isError) return <Failed error={readiness.error} onRetry={readiness.refetch} />;
  if (readiness.data.ready) return <Banner tone="done" title={m.criteria_ready()} />;
  const about = (gap: Gap) => criteria.find((one) => one.criterion.code === gap.criterion);
  const said = (gap: Gap) => GAPS[gap.kind]({ counted: gap.counted ?? 0, minimum: gap.minimum ?? 0 });
  return (
    <ul className={css.gaps}>
      {readiness.data.gaps.map((gap) => {
        const place = gap.page.replace(/^\/travail-candidature\//, "");
        const title = words(about(gap)?.criterion.title);
        return (
          <li key={`${gap.kind}-${gap.criterion}-${gap.evidence_id}-${gap.recommendation_id}`}>
            <Link to="/travail-candidature/$" params={{ _splat: place }}>
              {title ? `${title} – ${said(gap)}` : said(gap)}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

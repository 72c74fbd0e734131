import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Candidacy, CandidacyCriterion, Gap, OrganizationKind } from "~/api/types";
import { KINDS } from "~/features/directory/kinds";
import { kindLabel } from "~/features/directory/labels";
import { words } from "~/lib/lang-text";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Section, Stack } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { criteriaQuery, fileQuery, readinessQuery } from "./queries";
import { Shown } from "./Shown";
import css from "./workspace.module.css";

const GAPS = {
  evidence_missing: m.gap_evidence_missing,
  evidence_expired: m.gap_evidence_expired,
  threshold_unmet: m.gap_threshold_unmet,
  recommendation_unanswered: m.gap_recommendation_unanswered,
  figure_stale: m.gap_figure_stale,
};

/** What is missing, each with the way to mend it; then what is shown for each criterion. */
export function CriteriaPart({ file }: { file: Candidacy }) {
  const criteria = useQuery(criteriaQuery(file.slug));
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
          <Shown of={one} />
        </Section>
      ))}
      <Section title={m.evidence_add()}>
        <AddEvidence file={file} criteria={criteria.data.items} />
      </Section>
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

const FIELDS = [
  "criterion",
  "title",
  "value",
  "perimeter",
  "frozen_on",
  "source",
  "query",
  "query.q",
  "query.kinds",
  "url",
] as const;
type Kind = "figure" | "directory_query" | "url" | "supporters";

function AddEvidence({ file, criteria }: { file: Candidacy; criteria: CandidacyCriterion[] }) {
  const queryClient = useQueryClient();
  const [criterion, setCriterion] = useState(criteria[0]?.criterion.code ?? "");
  const [kind, setKind] = useState<Kind>("figure");
  const [title, setTitle] = useState("");
  const [value, setValue] = useState("");
  const [perimeter, setPerimeter] = useState("");
  const [day, setDay] = useState("");
  const [publisher, setPublisher] = useState("");
  const [url, setUrl] = useState("");
  const [sought, setSought] = useState<{ q: string; kind: OrganizationKind | "" }>({ q: "", kind: "" });
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.evidence.${file.id}`, "session");
  const add = useMutation({
    mutationFn: () => {
      const body = {
        criterion,
        kind,
        title: title.trim(),
        ...(perimeter.trim() ? { perimeter: perimeter.trim() } : {}),
        ...(kind === "figure"
          ? {
              value: Number(value),
              frozen_on: day,
              source: {
                title: title.trim(),
                publisher: publisher.trim(),
                ...(url.trim() ? { url: url.trim() } : {}),
              },
            }
          : kind === "url"
            ? { url: url.trim() }
            : kind === "directory_query"
              ? {
                  query: {
                    ...(sought.q.trim() ? { q: sought.q.trim() } : {}),
                    ...(sought.kind ? { kinds: [sought.kind] } : {}),
                  },
                }
              : {}),
      };
      return unwrap(
        client.POST("/v1/candidacies/{id}/evidence", {
          params: { path: { id: file.slug }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      await Promise.all(
        [criteriaQuery(file.slug), readinessQuery(file.slug), fileQuery(file.slug)].map(({ queryKey }) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
      setTitle("");
      setValue("");
      setTried(false);
      toast(m.evidence_added());
    },
  });
  const errors = fieldErrors(add.error, FIELDS);
  const isFigure = kind === "figure";
  const missing = {
    title: title.trim() === "",
    value: isFigure && !/^\d{1,12}$/.test(value.trim()),
    day: isFigure && (day === "" || day === INCOMPLETE_DATE),
    publisher: isFigure && publisher.trim() === "",
    url: kind === "url" && url.trim() === "",
  };
  const wrong = (part: keyof typeof missing) => (tried && missing[part] ? m.evidence_missing() : undefined);
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (!Object.values(missing).includes(true) && !add.isPending) add.mutate();
      }}
    >
      <ProblemBanner error={add.error} known={FIELDS} />
      <Select
        label={m.evidence_criterion()}
        value={criterion}
        onChange={setCriterion}
        choices={criteria.map((one) => ({ value: one.criterion.code, label: words(one.criterion.title) }))}
      />
      <Select<Kind>
        label={m.evidence_kind()}
        value={kind}
        onChange={setKind}
        choices={[
          { value: "figure", label: m.evidence_kind_figure() },
          { value: "directory_query", label: m.evidence_of_directory() },
          { value: "url", label: m.evidence_kind_url() },
          { value: "supporters", label: m.evidence_of_supporters() },
        ]}
      />
      <TextField
        label={m.evidence_title()}
        maxLength={200}
        value={title}
        onChange={setTitle}
        error={wrong("title") ?? errors.title}
      />
      {isFigure && (
        <>
          <TextField
            label={m.evidence_value()}
            inputMode="numeric"
            maxLength={12}
            value={value}
            onChange={setValue}
            error={wrong("value") ?? errors.value}
          />
          <DateField
            label={m.evidence_frozen()}
            value={day}
            onChange={setDay}
            error={wrong("day") ?? errors.frozen_on}
          />
          <TextField
            label={m.evidence_publisher()}
            maxLength={200}
            value={publisher}
            onChange={setPublisher}
            error={wrong("publisher") ?? errors.source}
          />
        </>
      )}
      {kind === "directory_query" && (
        <>
          <Select
            label={m.evidence_sought_kind()}
            hint={m.evidence_sought_hint()}
            value={sought.kind}
            onChange={(kind) => setSought({ ...sought, kind })}
            error={errors["query.kinds"]}
            choices={[
              { value: "", label: m.evidence_sought_all() },
              ...KINDS.map((value) => ({ value, label: kindLabel(value) })),
            ]}
          />
          <TextField
            label={m.evidence_sought_words()}
            optional
            maxLength={200}
            value={sought.q}
            onChange={(q) => setSought({ ...sought, q })}
            error={errors["query.q"] ?? errors.query}
          />
        </>
      )}
      {(isFigure || kind === "url") && (
        <TextField
          label={m.evidence_url()}
          type="url"
          maxLength={500}
          optional={isFigure}
          value={url}
          onChange={setUrl}
          error={wrong("url") ?? errors.url}
        />
      )}
      <TextField
        label={m.evidence_perimeter()}
        hint={m.evidence_perimeter_hint()}
        optional
        maxLength={120}
        value={perimeter}
        onChange={setPerimeter}
        error={errors.perimeter}
      />
      <Actions>
        <Button type="submit" pending={add.isPending}>
          {m.evidence_add()}
        </Button>
      </Actions>
    </Form>
  );
}

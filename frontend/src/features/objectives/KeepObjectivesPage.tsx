import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { client, unwrap } from "~/api/client";
import type { Objective, Observation } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { isPilot } from "~/features/members/roles";
import { number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { Badge, type BadgeTone } from "~/ui/Badge";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { FactSources } from "~/ui/FactSources";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { BaselineForm } from "./BaselineForm";
import { ObservationForm } from "./ObservationForm";
import { ObservationTable } from "./ObservationTable";
import css from "./objectives.module.css";
import { objectivesQuery, observationsQuery } from "./queries";

const Course = lazy(() => import("./Course"));

const STATUS: Record<Observation["status"], { tone: BadgeTone; say: () => string }> = {
  draft: { tone: "now", say: m.observation_draft },
  approved: { tone: "done", say: m.observation_approved },
  superseded: { tone: "quiet", say: m.observation_superseded },
  withdrawn: { tone: "quiet", say: m.observation_withdrawn },
};

function useStep() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({
      observation,
      to,
    }: {
      observation: Observation;
      to: "approved" | "withdrawn" | "deleted";
    }) => {
      const header = { "If-Match": `"${observation.revision}"` };
      const path = { id: observation.id };
      return to === "deleted"
        ? unwrap(client.DELETE("/v1/observations/{id}", { params: { path, header } }))
        : unwrap(
            client.POST("/v1/observations/{id}/transitions", { params: { path, header }, body: { to } }),
          );
    },
    onSuccess: async (_done, { to }) => {
      await queryClient.invalidateQueries({ queryKey: ["objectives"] });
      toast(
        to === "approved"
          ? m.observation_now_approved()
          : to === "withdrawn"
            ? m.observation_now_withdrawn()
            : m.observation_now_deleted(),
      );
    },
  });
}

function Line({ observation }: { observation: Observation }) {
  const [sure, setSure] = useState(false);
  const step = useStep();
  const { status } = observation;
  const go = (to: "approved" | "withdrawn" | "deleted") => () => step.mutate({ observation, to });
  const which = {
    value: number(observation.value),
    date: preciseDate(observation.date.on, observation.date.precision),
  };
  return (
    <li className={css.line}>
      <p>
        <strong>{m.objective_number({ n: which.value, date: which.date })}</strong>{" "}
        <Badge tone={STATUS[status].tone}>{STATUS[status].say()}</Badge>{" "}
        {observation.version > 1 && m.observation_version({ n: observation.version })}
      </p>
      <FactSources sources={[observation.source]} />
      {observation.computation && <p className={css.quiet}>{observation.computation.query}</p>}
      {observation.note && <p>{observation.note}</p>}
      <ProblemBanner error={step.error} />
      <Actions>
        {status === "draft" && (
          <Button
            small
            pending={step.isPending}
            aria-label={m.observation_approve_which(which)}
            onPress={go("approved")}
          >
            {m.observation_approve()}
          </Button>
        )}
        {(status === "draft" || status === "approved") &&
          (sure ? (
            <>
              <Button
                look="danger"
                small
                pending={step.isPending}
                onPress={go(status === "draft" ? "deleted" : "withdrawn")}
              >
                {status === "draft" ? m.observation_delete_sure() : m.observation_withdraw_sure()}
              </Button>
              <Button look="quiet" small onPress={() => setSure(false)}>
                {m.observation_keep()}
              </Button>
            </>
          ) : (
            <Button look="secondary" small onPress={() => setSure(true)}>
              {status === "draft" ? m.observation_delete() : m.observation_withdraw()}
            </Button>
          ))}
      </Actions>
    </li>
  );
}

function Observations({ indicator }: { indicator: string }) {
  const found = useQuery(observationsQuery(indicator));
  if (found.isPending) return <Loading rows={3} />;
  if (found.isError) return <Failed error={found.error} onRetry={() => found.refetch()} />;
  if (found.data.items.length === 0) return <p>{m.observations_none()}</p>;
  return (
    <ul className={css.lines}>
      {found.data.items.map((observation) => (
        <Line key={observation.id} observation={observation} />
      ))}
    </ul>
  );
}

function Keeping({ objective }: { objective: Objective }) {
  const indicator = objective.indicator_id;
  if (!indicator) return <Banner title={m.objective_reason_no_indicator()} />;
  return (
    <Stack>
      <Section title={m.keep_course()}>
        <Suspense fallback={<Loading rows={3} />}>
          <Course objective={objective} />
        </Suspense>
      </Section>
      <Section title={m.observations_title()}>
        <Observations indicator={indicator} />
      </Section>
      <Section title={m.observation_new()}>
        <ObservationForm indicator={indicator} />
      </Section>
      <Section title={m.observations_import()}>
        <ObservationTable indicator={indicator} />
      </Section>
      <Section title={m.baseline_title()}>
        <BaselineForm key={objective.revision} objective={objective} />
      </Section>
    </Stack>
  );
}

/** Where those who answer for the candidacy write down what was counted, and approve it. */
export default function KeepObjectivesPage() {
  const me = useMe();
  const found = useQuery(objectivesQuery);
  const [slug, setSlug] = useState<string>();
  if (!isPilot(me)) {
    return (
      <Page title={m.keep_title()}>
        <Banner title={m.keep_pilots()}>
          <p>
            <Link to="/objectifs">{m.keep_pilots_read()}</Link>
          </p>
        </Banner>
      </Page>
    );
  }
  const all = found.data?.items ?? [];
  const objective = all.find((one) => one.slug === slug) ?? all[0];
  return (
    <Page title={m.keep_title()} lead={m.keep_lead()}>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} onRetry={() => found.refetch()} />}
      {found.isSuccess && !objective && <Empty title={m.objectives_empty()} />}
      {objective && (
        <Stack>
          <Select
            label={m.keep_objective()}
            value={objective.slug}
            onChange={setSlug}
            choices={all.map((one) => ({ value: one.slug, label: words(one.name) }))}
          />
          <Keeping key={objective.id} objective={objective} />
        </Stack>
      )}
    </Page>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LabelCall, LabelProgramme } from "~/api/types";
import { PendingPage } from "~/app/PendingPage";
import { NotFoundPage } from "~/app/pages";
import { programmesQuery } from "~/features/candidacies/queries";
import { dateTime } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { FactSources } from "~/ui/FactSources";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Actions, Empty, Failed } from "~/ui/States";
import { Words } from "~/ui/Words";
import { CallForm } from "./CallForm";
import { CriteriaForm } from "./CriteriaForm";
import { minimumWords } from "./criteria";
import css from "./labels.module.css";
import { WaveForm } from "./WaveForm";

/** A label: its calls with what they ask for, and its waves. */
export function ProgrammePage({ slug }: { slug: string }) {
  const programmes = useQuery({ ...programmesQuery, staleTime: 0 });
  if (programmes.isPending) return <PendingPage />;
  if (programmes.isError)
    return (
      <Page title={m.labels_title()}>
        <Failed error={programmes.error} onRetry={programmes.refetch} />
      </Page>
    );
  const programme = programmes.data.items.find((one) => one.slug === slug);
  if (!programme) return <NotFoundPage />;
  return (
    <Page
      title={programme.name}
      lead={<Words text={programme.description} />}
      above={
        <Breadcrumb>
          <Link to="/travail-candidature/$" params={{ _splat: "" }}>
            {m.workspace_title()}
          </Link>
          <Link to="/travail-candidature/$" params={{ _splat: "labels" }}>
            {m.labels_title()}
          </Link>
        </Breadcrumb>
      }
    >
      <Stack>
        <Section title={m.labels_waves()}>
          <Waves programme={programme} />
          <Disclosure title={m.wave_add()}>
            <WaveForm programme={programme} />
          </Disclosure>
        </Section>
        <Section title={m.labels_calls()}>
          {programme.calls.length === 0 ? (
            <Empty title={m.labels_no_call()} />
          ) : (
            <ul className={css.list}>
              {programme.calls.map((call) => (
                <Call key={call.slug} programme={programme} call={call} />
              ))}
            </ul>
          )}
          <Disclosure title={m.call_open()}>
            <CallForm programme={programme} />
          </Disclosure>
        </Section>
      </Stack>
    </Page>
  );
}

function Waves({ programme }: { programme: LabelProgramme }) {
  if (programme.waves.length === 0) return <Empty title={m.labels_no_wave()} />;
  return (
    <ul className={css.list}>
      {programme.waves.map((wave) => (
        <li key={wave.id}>
          <h3>
            <Link to="/travail-candidature/$" params={{ _splat: `labels/${programme.slug}/${wave.slug}` }}>
              {words(wave.name)}
            </Link>
          </h3>
        </li>
      ))}
    </ul>
  );
}

function Call({ programme, call }: { programme: LabelProgramme; call: LabelCall }) {
  const [open, setOpen] = useState<"criteria" | "call">();
  const close = () => setOpen(undefined);
  const versions = call.criteria_versions.toReversed();
  const [now, ...before] = versions;
  return (
    <li>
      <h3>{words(call.name)}</h3>
      {call.opened && <p>{m.call_opened({ date: preciseDate(call.opened.on, call.opened.precision) })}</p>}
      {call.detail && (
        <p>
          <Words text={call.detail} />
        </p>
      )}
      <FactSources sources={call.sources} />
      {now ? <Version version={now} /> : <p>{m.call_no_criteria()}</p>}
      {before.length > 0 && (
        <Disclosure title={m.criteria_before({ count: before.length })}>
          <div className={css.versions}>
            {before.map((version) => (
              <Version key={version.version} version={version} />
            ))}
          </div>
        </Disclosure>
      )}
      {open === "criteria" ? (
        <CriteriaForm
          // Another version of it begins another form.
          key={call.criteria_versions.length}
          programme={programme}
          call={call}
          onDone={close}
        />
      ) : open === "call" ? (
        <CallForm programme={programme} call={call} onDone={close} />
      ) : (
        <Actions>
          <Button
            look="secondary"
            small
            aria-label={m.criteria_set_of({ call: words(call.name) })}
            onPress={() => setOpen("criteria")}
          >
            {m.criteria_set()}
          </Button>
          <Button
            look="quiet"
            small
            aria-label={m.call_mend_which({ call: words(call.name) })}
            onPress={() => setOpen("call")}
          >
            {m.call_mend()}
          </Button>
        </Actions>
      )}
    </li>
  );
}

function Version({ version }: { version: LabelCall["criteria_versions"][number] }) {
  return (
    <div className={css.fact}>
      <p className={css.quiet}>
        {version.recorded_at
          ? m.criteria_version_since({ n: version.version, date: dateTime(version.recorded_at) })
          : m.criteria_version({ n: version.version })}
      </p>
      <ol className={css.criteria}>
        {version.criteria.map((one) => (
          <li key={one.code}>
            {words(one.title)}
            {one.minimum != null && <p className={css.quiet}>{minimumWords(one)}</p>}
          </li>
        ))}
      </ol>
      <FactSources sources={version.sources} />
    </div>
  );
}

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Indicator } from "~/api/types";
import { dateTime, number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Section, Stack } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Failed, Loading } from "~/ui/States";
import { IndicatorForm } from "./IndicatorForm";
import css from "./objectives.module.css";
import { PilotPage } from "./PilotPage";
import { indicatorsQuery } from "./queries";

/** What it has meant, the latest first: each figure keeps the words that it was counted by. */
function Versions({ indicator }: { indicator: Indicator }) {
  return (
    <Disclosure title={m.indicator_versions({ n: number(indicator.definitions.length) })}>
      <ol className={css.lines} reversed>
        {indicator.definitions.toReversed().map((definition) => (
          <li key={definition.version} className={css.line}>
            <p>
              <strong>{words(definition.name)}</strong>{" "}
              {m.indicator_version({ n: number(definition.version), date: dateTime(definition.since) })}
            </p>
            <p>{words(definition.perimeter)}</p>
            {definition.method && <p className={css.quiet}>{words(definition.method)}</p>}
          </li>
        ))}
      </ol>
    </Disclosure>
  );
}

/** Where pilots say what is counted for the objectives. */
export default function IndicatorsPage() {
  const found = useQuery(indicatorsQuery);
  const [slug, setSlug] = useState("");
  const all = found.data?.items ?? [];
  const indicator = all.find((one) => one.slug === slug);
  return (
    <PilotPage title={m.indicators_title()} lead={m.indicators_lead()}>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} onRetry={() => found.refetch()} />}
      {found.isSuccess && (
        <Stack>
          <Select
            label={m.indicator()}
            value={slug}
            onChange={setSlug}
            choices={[
              { value: "", label: m.indicator_new() },
              ...all.map((one) => ({ value: one.slug, label: words(one.definition.name) })),
            ]}
          />
          <Section title={indicator ? m.indicator_define() : m.indicator_new()}>
            {indicator && <p>{m.indicator_define_text()}</p>}
            <IndicatorForm
              key={indicator ? `${indicator.slug} ${indicator.revision}` : ""}
              {...(indicator ? { indicator } : {})}
              onSaved={(saved) => setSlug(saved.slug)}
            />
            {indicator && <Versions indicator={indicator} />}
          </Section>
          <p>
            <Link to="/compte/$" params={{ _splat: "objectifs/nouveau" }} onward>
              {m.objective_new()}
            </Link>
          </p>
        </Stack>
      )}
    </PilotPage>
  );
}

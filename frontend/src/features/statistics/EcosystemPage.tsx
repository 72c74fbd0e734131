import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import type { Figure } from "~/api/types";
import { STAGES } from "~/features/directory/kinds";
import { kindLabel } from "~/features/directory/labels";
import { validDirectory } from "~/features/directory/search";
import { stageLabel } from "~/features/directory/stages";
import { dateTime, number } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Loading } from "~/ui/States";
import { Figures } from "./Figures";
import { statisticsQuery } from "./queries";
import css from "./statistics.module.css";

const Series = lazy(() => import("./Series"));

/** The way to the list behind a figure, whose address names filters as the contract does. */
function Behind({ filters, label }: { filters: Record<string, unknown>; label: string }) {
  return (
    <Link to="/annuaire" search={validDirectory(filters)}>
      {label}
    </Link>
  );
}

export function EcosystemPage() {
  const { data } = useSuspenseQuery(statisticsQuery);
  const path = (figure: Figure) => (STAGES as readonly string[]).indexOf(figure.value ?? "");
  return (
    <Page
      title={m.ecosystem_title()}
      lead={m.ecosystem_lead()}
      below={
        <p className={css.total}>
          <Link to="/annuaire">
            {m.ecosystem_total({ count: data.organizations.count, n: number(data.organizations.count) })}
          </Link>
          <span>{m.ecosystem_counted({ date: dateTime(data.counted_at) })}</span>
        </p>
      }
    >
      <Stack>
        <div className={css.pair}>
          <Section title={m.ecosystem_kinds()}>
            <Figures
              title={m.ecosystem_kinds()}
              of={m.directory_kinds()}
              figures={data.kinds}
              name={(figure) => (
                <Behind filters={{ kinds: figure.value }} label={kindLabel(figure.value ?? "")} />
              )}
            />
            <p className={css.note}>{m.ecosystem_kinds_note()}</p>
          </Section>
          <Section title={m.ecosystem_cities()}>
            <Figures
              title={m.ecosystem_cities()}
              of={m.ecosystem_city()}
              figures={data.communes}
              name={(figure) => (
                <Behind filters={{ commune_code: figure.value }} label={figure.label ?? figure.value ?? ""} />
              )}
            />
            <p className={css.note}>{m.ecosystem_cities_note()}</p>
          </Section>
          <Section title={m.ecosystem_sectors()}>
            <Figures
              title={m.ecosystem_sectors()}
              of={m.ecosystem_sector()}
              figures={data.sectors}
              name={(figure) => <Behind filters={{ sectors: figure.value }} label={figure.value ?? ""} />}
            />
            <p className={css.note}>{m.ecosystem_sectors_note()}</p>
          </Section>
          <Section title={m.ecosystem_stages()}>
            <Figures
              title={m.ecosystem_stages()}
              of={m.ecosystem_stage()}
              figures={data.stages.toSorted((a, b) => path(a) - path(b))}
              name={(figure) => (
                <Behind
                  filters={{ kinds: "startup", stage: figure.value }}
                  label={stageLabel(figure.value ?? "")}
                />
              )}
            />
            <p className={css.note}>{m.ecosystem_stages_note()}</p>
          </Section>
        </div>
        <Section title={m.ecosystem_series()}>
          <Suspense fallback={<Loading rows={3} />}>
            <Series kinds={data.kinds} />
          </Suspense>
        </Section>
        <p className={css.note}>
          {m.ecosystem_api()} <a href="/v1/statistics">/v1/statistics</a>
        </p>
      </Stack>
    </Page>
  );
}

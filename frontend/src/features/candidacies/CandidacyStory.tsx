import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Candidacy } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { isAdmin, isPilot } from "~/features/members/roles";
import { words } from "~/lib/lang-text";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { FactSources } from "~/ui/FactSources";
import { Link } from "~/ui/Link";
import { Section, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty, Failed, Loading } from "~/ui/States";
import { Table } from "~/ui/Table";
import css from "./candidacy.module.css";
import { eventsQuery, programmesQuery, supportersQuery } from "./queries";
import { stateLabel } from "./states";
import { WaveBoard } from "./WaveBoard";

/** How a candidacy came to where it stands, and who else applied for the label. */
export default function CandidacyStory({ candidacy }: { candidacy: Candidacy }) {
  return (
    <>
      <Section title={m.candidacy_steps()}>
        <Steps candidacy={candidacy} />
      </Section>
      <Section title={m.candidacy_supporters()}>
        <Supporters candidacy={candidacy} />
      </Section>
      <Section title={m.wave_title()}>
        <p>{m.wave_text()}</p>
        <Waves candidacy={candidacy} />
      </Section>
    </>
  );
}

function Steps({ candidacy }: { candidacy: Candidacy }) {
  const events = useQuery(eventsQuery(candidacy.slug));
  if (events.isPending) return <Loading />;
  if (events.isError) return <Failed error={events.error} onRetry={events.refetch} />;
  return (
    <Table
      caption={m.candidacy_steps()}
      rows={events.data.items}
      rowKey={(event) => event.id}
      columns={[
        { head: m.candidacy_step_state(), rowHead: true, cell: (event) => stateLabel(event.to) },
        {
          head: m.candidacy_step_on(),
          cell: (event) => (
            <>
              <time dateTime={event.occurred_on}>{preciseDate(event.occurred_on, event.precision)}</time>
              {event.date_inferred && <span className={css.inferred}>{m.date_inferred()}</span>}
            </>
          ),
        },
        {
          head: m.candidacy_step_sources(),
          cell: (event) => (
            <>
              {event.note && <p>{event.note}</p>}
              <FactSources sources={event.sources} />
            </>
          ),
        },
      ]}
    />
  );
}

function Supporters({ candidacy }: { candidacy: Candidacy }) {
  const supporters = useInfiniteQuery(supportersQuery(candidacy.slug));
  return (
    <Results query={supporters} empty={<Empty title={m.candidacy_supporters_empty()} />}>
      {(items) => (
        <ul>
          {items.map((one) => (
            <li key={one.id}>
              <Link to="/annuaire/$slug" params={{ slug: one.slug }}>
                {one.name}
              </Link>
              {one.statement && <> – {one.statement}</>}
            </li>
          ))}
        </ul>
      )}
    </Results>
  );
}

function Waves({ candidacy }: { candidacy: Candidacy }) {
  const programmes = useQuery(programmesQuery);
  const me = useMe();
  const keeps = isPilot(me) || isAdmin(me);
  if (programmes.isPending) return <Loading />;
  if (programmes.isError) return <Failed error={programmes.error} onRetry={programmes.refetch} />;
  const programme = programmes.data.items.find((one) => one.slug === candidacy.programme.slug);
  return (
    <Stack>
      {programme?.waves.map((wave) => (
        <section key={wave.id} aria-label={words(wave.name)}>
          <h3>{words(wave.name)}</h3>
          <WaveBoard wave={wave} />
          {keeps && (
            <p>
              <Link
                to="/travail-candidature/$"
                params={{ _splat: `labels/${programme.slug}/${wave.slug}` }}
                onward
              >
                {m.wave_keep({ wave: words(wave.name) })}
              </Link>
            </p>
          )}
        </section>
      ))}
    </Stack>
  );
}

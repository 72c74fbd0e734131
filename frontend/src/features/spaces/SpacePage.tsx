import { useSuspenseQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { BookingForm, type Start } from "~/features/bookings/BookingForm";
import { number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Facts, Panel } from "~/ui/Card";
import { INCOMPLETE_DATE } from "~/ui/DateField";
import { Link } from "~/ui/Link";
import { Page, Section, Split, Stack } from "~/ui/Page";
import { Words } from "~/ui/Words";
import { AvailabilityTable } from "./AvailabilityTable";
import { spaceQuery } from "./queries";
import { local, nextOpen } from "./times";
import { hoursWords, kindWords, priceWords, ruleWords } from "./words";

/** A space: what it is, when it is free, and how it is booked. */
export function SpacePage({ slug, space: id }: { slug: string; space: string }) {
  const { data: space } = useSuspenseQuery(spaceQuery(slug, id));
  const today = local(new Date().toISOString()).day;
  const [start, setStart] = useState<Start>(() => ({
    day: nextOpen(space.opening_hours, new Date()) ?? today,
  }));
  const form = useRef<HTMLDivElement>(null);
  const paused = space.status === "paused";
  return (
    <Page
      title={words(space.name)}
      lead={space.description && <Words text={space.description} />}
      above={
        <Breadcrumb>
          <Link to="/totems">{m.nav_totems()}</Link>
          <Link to="/totems/$slug" params={{ slug: space.totem.slug }}>
            {space.totem.city}
          </Link>
          <span>{words(space.name)}</span>
        </Breadcrumb>
      }
    >
      <Split
        aside={
          <>
            <Panel>
              <Facts
                items={[
                  { label: m.space_kind(), value: kindWords(space.kind) },
                  { label: m.space_price(), value: priceWords(space.price) },
                  { label: m.space_units(), value: number(space.units) },
                ]}
              />
            </Panel>
            <Panel title={m.space_hours()}>
              <Facts
                items={hoursWords(space.opening_hours).map(({ days, hours }) => ({
                  label: days,
                  value: hours,
                }))}
              />
              {!space.rules.open_on_holidays && <p>{m.space_holidays()}</p>}
            </Panel>
            <Panel title={m.space_rules()}>
              <ul>
                {ruleWords(space.rules).map((rule) => (
                  <li key={rule}>{rule}</li>
                ))}
              </ul>
              <p>
                <a
                  href={`/v1/totems/${space.totem.slug}/spaces/${space.slug}/calendar.ics`}
                  rel="nofollow"
                  download
                >
                  {m.space_calendar()}
                </a>
              </p>
            </Panel>
          </>
        }
      >
        <Stack>
          {paused && (
            <Banner tone="now" title={m.space_paused_title()}>
              <p>
                <Words text={space.pause_reason} />
              </p>
            </Banner>
          )}
          <div ref={form}>
            <BookingForm space={space} start={start} onStart={setStart} />
          </div>
          <Section title={m.availability_title()}>
            <AvailabilityTable
              space={space}
              day={start.day < today || start.day === INCOMPLETE_DATE ? today : start.day}
              onDay={(day) => setStart({ day })}
              onChoose={(day, minutes) => {
                setStart({ day, minutes });
                form.current?.scrollIntoView();
                form.current?.querySelector<HTMLElement>("select, a")?.focus();
              }}
            />
          </Section>
        </Stack>
      </Split>
    </Page>
  );
}

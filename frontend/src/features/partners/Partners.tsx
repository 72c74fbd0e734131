import { useQuery } from "@tanstack/react-query";
import type { Partner } from "~/api/types";
import { dateTime, number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Banner } from "~/ui/Banner";
import { Facts } from "~/ui/Card";
import { Empty, Failed, Loading } from "~/ui/States";
import { partnersQuery } from "./queries";
import css from "./regions.module.css";
import { errorText, haltedText, REGIONS, standing } from "./words";

/** How far each region has been read, since when it cannot be, and why. */
export function Partners() {
  const query = useQuery(partnersQuery);
  if (query.isPending) return <Loading rows={2} />;
  if (!query.data) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  const { items } = query.data;
  if (items.length === 0) return <Empty title={m.regions_none()}>{m.regions_none_text()}</Empty>;
  return (
    <ul className={css.entries}>
      {items.map((partner) => (
        <Item key={partner.authority} partner={partner} />
      ))}
    </ul>
  );
}

const when = (date: string | null | undefined) =>
  date ? <time dateTime={date}>{dateTime(date)}</time> : m.regions_never();

/** In words where there are some, and else as the service wrote it down. */
function Told({ words, as }: { words: string | undefined; as: string | null | undefined }) {
  return words ? <p>{words}</p> : <p lang="en">{as}</p>;
}

function Item({ partner }: { partner: Partner }) {
  const { words, tone } = standing(partner);
  const { position, head } = partner;
  const lag =
    position < head
      ? m.regions_lag_some({ count: number(head - position), position: number(position), head: number(head) })
      : m.regions_lag_none();
  return (
    <li>
      <h3>
        {REGIONS[partner.authority]()} <Badge tone={tone}>{words}</Badge>
      </h3>
      <p className={css.meta}>{partner.url}</p>
      {partner.failing_since && (
        <Banner tone="wrong" still title={m.regions_failing_since({ date: dateTime(partner.failing_since) })}>
          <Told words={errorText(partner.last_error)} as={partner.last_error} />
        </Banner>
      )}
      {partner.halted && (
        <Banner tone="wrong" still title={m.regions_halted_title()}>
          <Told words={haltedText(partner.halted)} as={partner.halted} />
          <p>{m.regions_halted_text()}</p>
          <p>
            <code>{`lorntech sync follow ${partner.url} --authority ${partner.authority} --once --allow-removals`}</code>
          </p>
        </Banner>
      )}
      <div className={css.figures}>
        <Facts
          items={[
            { label: m.regions_lag(), value: lag },
            { label: m.regions_seen(), value: when(partner.read_at) },
            { label: m.regions_caught_up(), value: when(partner.caught_up_at) },
            { label: m.regions_taken_over(), value: number(partner.taken_over) },
          ]}
        />
      </div>
    </li>
  );
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Partner, SyncConflict } from "~/api/types";
import css from "~/features/directory/directory.module.css";
import { dateTime, longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { conflictsQuery, partnersQuery, useSettleConflict } from "./queries";
import { REASONS, REGIONS, standing } from "./words";

/** How far the regions around are copied, and what of it a person has to settle. */
export default function RegionsPage() {
  const partners = useQuery(partnersQuery);
  const conflicts = useInfiniteQuery(conflictsQuery);
  return (
    <Page title={m.regions_title()} lead={m.regions_lead()}>
      <Stack>
        <Section title={m.regions_followed()}>
          {partners.data ? (
            <Partners partners={partners.data.items} />
          ) : partners.isError ? (
            <Failed error={partners.error} onRetry={() => partners.refetch()} />
          ) : (
            <Loading rows={2} />
          )}
        </Section>
        <Section title={m.regions_to_settle()}>
          <Results
            query={conflicts}
            rows={2}
            empty={<Empty title={m.regions_nothing()}>{m.regions_nothing_text()}</Empty>}
          >
            {(items) => (
              <ul className={css.entries}>
                {items.map((conflict) => (
                  <Conflict key={conflict.id} conflict={conflict} />
                ))}
              </ul>
            )}
          </Results>
        </Section>
      </Stack>
    </Page>
  );
}

function Partners({ partners }: { partners: Partner[] }) {
  if (partners.length === 0) return <Empty title={m.regions_none()}>{m.regions_none_text()}</Empty>;
  return (
    <ul className={css.entries}>
      {partners.map((partner) => {
        const { words, tone } = standing(partner);
        return (
          <li key={partner.authority}>
            <h3>
              {REGIONS[partner.authority]()} <Badge tone={tone}>{words}</Badge>
            </h3>
            <p className={css.meta}>
              <span>{partner.url}</span>
              <span>{m.regions_taken_over({ count: partner.taken_over })}</span>
              {partner.caught_up_at && (
                <span>{m.regions_caught_up({ date: dateTime(partner.caught_up_at) })}</span>
              )}
              {partner.position < partner.head && (
                <span>{m.regions_position({ position: partner.position, head: partner.head })}</span>
              )}
            </p>
            {partner.failing_since && (
              <p className={css.note}>
                {m.regions_failing_since({ date: dateTime(partner.failing_since) })}{" "}
                <span lang="en">{partner.last_error}</span>
              </p>
            )}
            {partner.halted && (
              <p className={css.note}>
                {m.regions_halted_text()} <span lang="en">{partner.halted}</span>
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Conflict({ conflict }: { conflict: SyncConflict }) {
  const settle = useSettleConflict(conflict.id, (settled) =>
    toast(settled.status === "taken" ? m.regions_taken() : m.regions_dismissed()),
  );
  const region = REGIONS[conflict.authority]();
  const may = (to: SyncConflict["status"]) => conflict.allowed_transitions.includes(to);
  return (
    <li>
      <h3>
        {conflict.record_id ? (
          <Link to="/annuaire/$slug" params={{ slug: conflict.record_id }}>
            {conflict.name}
          </Link>
        ) : (
          conflict.name
        )}
      </h3>
      <p>
        {REASONS[conflict.reason]()} {conflict.detail && <span lang="en">{conflict.detail}</span>}
      </p>
      <p className={css.meta}>
        <span>{region}</span>
        <span>
          {m.regions_name({
            system: conflict.system,
            id: conflict.external_id,
            revision: conflict.source_revision,
          })}
        </span>
        <span>{longDate(conflict.created_at)}</span>
      </p>
      <Disclosure title={m.regions_said({ region })}>
        <dl className={css.changes}>
          {Object.entries(conflict.data).map(([member, value]) => (
            <div key={member}>
              <dt lang="en">{member}</dt>
              <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      </Disclosure>
      <ProblemBanner error={settle.error} />
      <Actions>
        {may("taken") && (
          <Button
            small
            look="secondary"
            aria-label={`${m.regions_take()}, ${conflict.name}`}
            pending={settle.isPending && settle.variables.to === "taken"}
            onPress={() => settle.isPending || settle.mutate({ to: "taken" })}
          >
            {m.regions_take()}
          </Button>
        )}
        {may("dismissed") && (
          <Button
            small
            look="secondary"
            aria-label={`${m.regions_dismiss()}, ${conflict.name}`}
            pending={settle.isPending && settle.variables.to === "dismissed"}
            onPress={() => settle.isPending || settle.mutate({ to: "dismissed" })}
          >
            {m.regions_dismiss()}
          </Button>
        )}
      </Actions>
    </li>
  );
}

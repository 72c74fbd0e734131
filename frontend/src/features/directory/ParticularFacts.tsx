import type { Organization } from "~/api/types";
import { list, longDate, number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Facts, Panel } from "~/ui/Card";
import { ExternalLink } from "~/ui/Link";
import { Words } from "~/ui/Words";
import { countryName } from "./countries";
import { instrumentLabel } from "./instruments";
import { stageLabel } from "./stages";

const euros = (amount: number) =>
  number(amount, { style: "currency", currency: "EUR", maximumFractionDigits: 0 });

type Round = NonNullable<Organization["startup"]>["funding_rounds"][number];

function Rounds({ rounds }: { rounds: Round[] }) {
  return (
    <ul>
      {rounds.map((round, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two rounds can close on one day, and none of them moves.
        <li key={at}>
          {[
            longDate(round.closed_on),
            typeof round.amount === "number" && euros(round.amount),
            round.instrument && instrumentLabel(round.instrument),
          ]
            .filter(Boolean)
            .join(", ")}
          {round.source_url && (
            <>
              {" "}
              <ExternalLink href={round.source_url}>{m.particular_round_announced()}</ExternalLink>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

/** What the record says of itself as a start-up, a funder, a FabLab and so on. */
export default function ParticularFacts({ organization }: { organization: Organization }) {
  const { profile, startup } = organization;
  const { ticket_min: least, ticket_max: most } = profile ?? {};
  const figure = (label: string, value: number | null | undefined) =>
    typeof value === "number" && { label, value: number(value) };
  const words = (label: string, values: string[] | undefined) =>
    values && values.length > 0 && { label, value: list(values) };
  const items = [
    startup?.stage && { label: m.particular_stage(), value: stageLabel(startup.stage) },
    startup?.pitch && { label: m.particular_pitch(), value: <Words text={startup.pitch} /> },
    startup?.business_model && { label: m.particular_business_model(), value: startup.business_model },
    figure(m.particular_team_size(), startup?.team_size),
    figure(m.particular_jobs(), startup?.jobs),
    words(m.particular_international(), startup?.international.map(countryName)),
    startup &&
      startup.funding_rounds.length > 0 && {
        label: m.particular_rounds(),
        value: <Rounds rounds={startup.funding_rounds} />,
      },
    typeof least === "number" && { label: m.particular_ticket_min(), value: euros(least) },
    typeof most === "number" && { label: m.particular_ticket_max(), value: euros(most) },
    words(m.particular_instruments(), profile?.instruments?.map(instrumentLabel)),
    words(m.particular_supervisors(), profile?.supervisors),
    words(m.particular_machines(), profile?.machines),
    figure(m.particular_desks(), profile?.desks),
    typeof profile?.net_floor_m2 === "number" && {
      label: m.particular_net_floor(),
      value: m.particular_square_metres({ area: number(profile.net_floor_m2) }),
    },
  ].filter((item) => typeof item === "object" && item !== null);
  return items.length > 0 ? (
    <Panel title={m.particulars_panel()}>
      <Facts items={items} />
    </Panel>
  ) : null;
}

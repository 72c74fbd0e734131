import type { Organization, Relation } from "~/api/types";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Facts, Panel } from "~/ui/Card";
import { Link } from "~/ui/Link";
import { relationGroups } from "./relations";

/** Since when, until when, as far as that is known. */
function period({ started_on: from, ended_on: to }: Relation): string | undefined {
  if (from && to) return m.relation_period({ from: longDate(from), to: longDate(to) });
  if (from) return m.relation_since({ date: longDate(from) });
  return to ? m.relation_until({ date: longDate(to) }) : undefined;
}

/** How a record belongs to others, and they to it. */
export default function Relations({ organization }: { organization: Organization }) {
  const groups = relationGroups(organization.relations, organization.inverse_relations);
  return (
    <Panel title={m.relations_title()}>
      <Facts
        items={groups.map(({ label, relations }) => ({
          label,
          value: (
            <ul>
              {relations.map((relation) => (
                <li key={relation.organization.id}>
                  <Link to="/annuaire/$slug" params={{ slug: relation.organization.slug }}>
                    {relation.organization.name}
                  </Link>
                  {period(relation) && ` (${period(relation)})`}
                </li>
              ))}
            </ul>
          ),
        }))}
      />
    </Panel>
  );
}

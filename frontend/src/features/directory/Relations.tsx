import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Organization, Relation } from "~/api/types";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Facts, Panel } from "~/ui/Card";
import { Link } from "~/ui/Link";
import { Actions, Failed } from "~/ui/States";
import { inverseRelationsQuery, relationGroups } from "./relations";

/** So many of what others say of a record come with it. */
const FIRST = 200;

/** Since when, until when, as far as that is known. */
function period({ started_on: from, ended_on: to }: Relation): string | undefined {
  if (from && to) return m.relation_period({ from: longDate(from), to: longDate(to) });
  if (from) return m.relation_since({ date: longDate(from) });
  return to ? m.relation_until({ date: longDate(to) }) : undefined;
}

/** How a record belongs to others, and they to it. */
export default function Relations({ organization }: { organization: Organization }) {
  const [whole, setWhole] = useState(false);
  const query = useInfiniteQuery({ ...inverseRelationsQuery(organization.slug), enabled: whole });
  const pages = query.data?.pages ?? [];
  // The first of them came with the record.
  const first = organization.inverse_relations;
  const inverse = pages.length > 0 ? pages.flatMap((page) => page.items) : first;
  const more = pages.length > 0 ? query.hasNextPage : first.length >= FIRST;
  const groups = relationGroups(organization.relations, inverse);
  const goOn = () => {
    if (whole) void query.fetchNextPage();
    else setWhole(true);
  };
  // What is asked for first is what is there already: the page after it is what was wanted.
  const { fetchNextPage, hasNextPage, isFetching } = query;
  useEffect(() => {
    if (whole && pages.length === 1 && hasNextPage && !isFetching) void fetchNextPage();
  }, [whole, pages.length, hasNextPage, isFetching, fetchNextPage]);
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
      {query.isError && <Failed error={query.error} onRetry={goOn} />}
      {more && (
        <Actions>
          <Button look="quiet" small pending={isFetching} onPress={goOn}>
            {m.relations_more()}
          </Button>
        </Actions>
      )}
    </Panel>
  );
}

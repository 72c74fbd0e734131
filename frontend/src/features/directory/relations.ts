import { infiniteQueryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Relation, RelationKind } from "~/api/types";
import { m } from "~/paraglide/messages.js";

/** In the order in which they are told: what the record says of another one, and what that says of it. */
const LABELS: Record<RelationKind, { of: () => string; inverse: () => string }> = {
  part_of: { of: m.relation_part_of, inverse: m.relation_part_of_inverse },
  member_of: { of: m.relation_member_of, inverse: m.relation_member_of_inverse },
  accelerated_by: { of: m.relation_accelerated_by, inverse: m.relation_accelerated_by_inverse },
  located_in: { of: m.relation_located_in, inverse: m.relation_located_in_inverse },
};

export const RELATION_KINDS = Object.keys(LABELS) as RelationKind[];

export const relationLabel = (kind: RelationKind) => LABELS[kind]?.of() ?? kind;

/** Those of one kind and side together, under one name. */
export function relationGroups(relations: Relation[], inverse: Relation[]) {
  const sides = [
    { side: "of", all: relations },
    { side: "inverse", all: inverse },
  ] as const;
  return sides.flatMap(({ side, all }) =>
    RELATION_KINDS.map((kind) => ({
      label: LABELS[kind][side](),
      relations: all.filter((one) => one.kind === kind),
    })).filter((group) => group.relations.length > 0),
  );
}

/** All that others say of a record, page by page. */
export const inverseRelationsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["organizations", "inverse-relations", id],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/organizations/{id}/inverse-relations", {
          params: { path: { id }, query: { limit: 200, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

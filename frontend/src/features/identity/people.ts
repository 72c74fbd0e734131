import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { AccountSummary, Role } from "~/api/types";

export type PeopleFilters = {
  q?: string | undefined;
  role?: Role | undefined;
  state?: AccountSummary["state"] | undefined;
};

export const peopleQuery = ({ q, role, state }: PeopleFilters) =>
  infiniteQueryOptions({
    queryKey: ["people", "list", q, role, state],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/people", {
          params: {
            query: {
              limit: 50,
              ...(q ? { q } : {}),
              ...(role ? { role } : {}),
              ...(state ? { state } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: ["people", id],
    queryFn: () => unwrap(client.GET("/v1/people/{id}", { params: { path: { id } } })),
  });

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
    queryKey: ["accounts", "list", q, role, state],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/accounts", {
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
    queryKey: ["accounts", id],
    queryFn: () => unwrap(client.GET("/v1/accounts/{id}", { params: { path: { id } } })),
  });

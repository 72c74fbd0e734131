import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Place } from "~/features/members/roles";

export const invitationsQuery = ({ totem }: Place) =>
  infiniteQueryOptions({
    queryKey: ["invitations", "at", totem],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/invitations", {
          params: {
            query: {
              limit: 20,
              ...(totem === undefined ? {} : { totem_id: totem }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const invitationQuery = (id: string) =>
  queryOptions({
    queryKey: ["invitations", "one", id],
    queryFn: () => unwrap(client.GET("/v1/invitations/{id}", { params: { path: { id } } })),
  });

/** What waits for the answer of whoever is signed in. */
export const myInvitationsQuery = queryOptions({
  queryKey: ["invitations", "mine"],
  queryFn: () => unwrap(client.GET("/v1/invitations", { params: { query: { mine: true } } })),
  staleTime: 5 * 60_000,
});

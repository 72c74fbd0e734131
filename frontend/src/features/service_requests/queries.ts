import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Status } from "~/api/types";
import { INBOX, MINE, requestKey } from "./keys";

export const myRequestsQuery = infiniteQueryOptions({
  queryKey: MINE,
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/v1/service-requests", {
        params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: [...requestKey(id), "request"],
    queryFn: () => unwrap(client.GET("/v1/service-requests/{id}", { params: { path: { id } } })),
  });

export const messagesQuery = (id: string) =>
  queryOptions({
    queryKey: [...requestKey(id), "messages"],
    queryFn: () =>
      unwrap(
        client.GET("/v1/service-requests/{id}/messages", { params: { path: { id }, query: { limit: 200 } } }),
      ),
  });

export const eventsQuery = (id: string) =>
  queryOptions({
    queryKey: [...requestKey(id), "events"],
    queryFn: () =>
      unwrap(
        client.GET("/v1/service-requests/{id}/events", { params: { path: { id }, query: { limit: 200 } } }),
      ),
  });

/** Other open requests of whoever asked, for the agents of the site; under the inbox, so that it is read anew with it. */
export const duplicatesQuery = (id: string) =>
  queryOptions({
    queryKey: [...INBOX, "duplicates", id],
    queryFn: () => unwrap(client.GET("/v1/service-requests/{id}/duplicates", { params: { path: { id } } })),
  });

/** Which requests of a site, as its figures count them. */
export type CountedFilters = {
  service_id?: string | undefined;
  submitted_on_gte?: string | undefined;
  submitted_on_lt?: string | undefined;
  /** "true" or "false". */
  in_time?: string | undefined;
};

export type InboxFilters = CountedFilters & {
  status?: Status[] | undefined;
  assigned?: "me" | "none" | undefined;
};

export const inboxQuery = (totem: string, filters: InboxFilters) =>
  infiniteQueryOptions({
    queryKey: [...INBOX, totem, filters],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/totems/{id}/inbox", {
          params: {
            path: { id: totem },
            query: {
              limit: 50,
              ...(filters.status?.length ? { status: filters.status } : {}),
              ...(filters.assigned ? { assigned: filters.assigned } : {}),
              ...(filters.service_id ? { service_id: filters.service_id } : {}),
              ...(filters.submitted_on_gte ? { submitted_on_gte: filters.submitted_on_gte } : {}),
              ...(filters.submitted_on_lt ? { submitted_on_lt: filters.submitted_on_lt } : {}),
              ...(filters.in_time ? { in_time: filters.in_time === "true" } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

/** What waits for somebody at these Totems, as much of each as one page holds: to be searched. */
export const openRequestsQuery = (totems: string[]) =>
  queryOptions({
    queryKey: [...INBOX, "open", totems],
    queryFn: () =>
      Promise.all(
        totems.map(async (totem) => {
          const params = { path: { id: totem }, query: { limit: 200 } };
          const { items } = await unwrap(client.GET("/v1/totems/{id}/inbox", { params }));
          return { totem, items };
        }),
      ),
    staleTime: 30_000,
  });

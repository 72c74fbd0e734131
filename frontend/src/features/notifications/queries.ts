import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const settingsQuery = queryOptions({
  queryKey: ["me", "notification-settings"],
  queryFn: () => unwrap(client.GET("/v1/me/notification-settings")),
});

/** What one was told and has not read yet. Never asked for by the clock: that would keep a session that nobody uses. */
export const unreadQuery = queryOptions({
  queryKey: ["me", "notifications", "unread"],
  queryFn: () => unwrap(client.GET("/v1/me/notifications", { params: { query: { unread: true } } })),
});

export const noticesQuery = infiniteQueryOptions({
  queryKey: ["me", "notifications", "all"],
  queryFn: ({ pageParam }) =>
    unwrap(client.GET("/v1/me/notifications", { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next_cursor ?? undefined,
});

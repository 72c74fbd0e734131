import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Delivery, Webhook } from "~/api/types";

/** What is being proven, or is on its way, is looked at again soon. */
const SOON = 2000;

export const webhooksQuery = infiniteQueryOptions({
  queryKey: ["webhooks", "list"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/v1/webhooks", {
        params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ["webhooks", id],
    queryFn: () => unwrap(client.GET("/v1/webhooks/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state }) => state.data?.status === "pending" && SOON,
  });

export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["webhooks", id, "deliveries"],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/webhooks/{id}/deliveries", {
          params: { path: { id }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(isUnderWay)) ? SOON : false,
  });

/** Sent in a moment, for the first time or because somebody asked for it; a second attempt by itself may be hours away. */
const isUnderWay = ({ status, answers, next_attempt_at: next }: Delivery) =>
  status === "waiting" &&
  (answers.length === 0 || (next != null && Date.parse(next) < Date.now() + 10 * SOON));

/** For every call that changes a webhook: the version that was read. */
export const versioned = ({ id, revision }: Webhook) => ({
  path: { id },
  header: { "If-Match": `"${revision}"` },
});

export const PATCHED = { "Content-Type": "application/merge-patch+json" };

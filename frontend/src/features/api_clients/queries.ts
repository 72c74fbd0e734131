import { infiniteQueryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { ApiClient, ClientScope } from "~/api/types";
import { m } from "~/paraglide/messages.js";

export const clientsQuery = infiniteQueryOptions({
  queryKey: ["api-clients"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/v1/api-clients", {
        params: { query: { limit: 50, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
});

export const SCOPES: Record<ClientScope, () => string> = {
  "directory:read": m.scope_directory_read,
  "sync:read": m.scope_sync_read,
  "sync:write": m.scope_sync_write,
};

/** For every call that changes a client: the version that was read. */
export const versioned = ({ id, revision }: ApiClient) => ({
  path: { id },
  header: { "If-Match": `"${revision}"` },
});

/** One address a line. */
export const lines = (text: string) =>
  text
    .split(/\s+/)
    .map((line) => line.trim())
    .filter(Boolean);

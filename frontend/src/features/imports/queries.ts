import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Import, ImportOutcome } from "~/api/types";
import { getLocale } from "~/lib/locale";
import { UNDECIDED } from "./words";

/** How often it is asked again while a file is worked off. */
const PAUSE = 1000;

export const isUnderWay = ({ status }: Import) => status === "queued" || status === "running";

export const importsQuery = infiniteQueryOptions({
  queryKey: ["imports"],
  queryFn: ({ pageParam }) =>
    unwrap(
      client.GET("/v1/imports", {
        params: { query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
      }),
    ),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
  refetchInterval: (query) =>
    query.state.data?.pages.some((page) => page.items.some(isUnderWay)) ? PAUSE : false,
});

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["imports", id, getLocale()],
    queryFn: () => unwrap(client.GET("/v1/imports/{id}", { params: { path: { id } } })),
    refetchInterval: (query) => (query.state.data && isUnderWay(query.state.data) ? PAUSE : false),
  });

/** In the reader's language: the reasons come from the service. Read anew when the import has ended. */
export const resultsQuery = (
  id: string,
  shown: ImportOutcome | typeof UNDECIDED | undefined,
  open: boolean,
) =>
  infiniteQueryOptions({
    queryKey: ["imports", id, "results", getLocale(), shown, open],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/imports/{id}/results", {
          params: {
            path: { id },
            query: {
              // Those that are compared are long.
              limit: shown === UNDECIDED ? 10 : 50,
              ...(shown === UNDECIDED ? { undecided: true } : shown ? { outcomes: [shown] } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: open ? 2 * PAUSE : false,
  });

export const mappingsQuery = queryOptions({
  queryKey: ["import-mappings"],
  queryFn: () => unwrap(client.GET("/v1/import-mappings", { params: { query: { limit: 200 } } })),
});

import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Export } from "~/api/types";
import { getLocale } from "~/lib/locale";

export const isUnderWay = ({ status }: Export) => status === "waiting" || status === "running";

/** Asked for again as long as one is being made. */
export const exportsQuery = queryOptions({
  queryKey: ["me", "exports"],
  queryFn: () => unwrap(client.GET("/v1/me/exports")),
  refetchInterval: (query) => (query.state.data?.items.some(isUnderWay) ? 1000 : false),
});

/** In the reader's language: the words are what one consents to. */
export const consentsQuery = () =>
  queryOptions({
    queryKey: ["me", "consents", getLocale()],
    queryFn: () => unwrap(client.GET("/v1/me/consents")),
  });

export const personalDataQuery = queryOptions({
  queryKey: ["me", "personal-data"],
  queryFn: () => unwrap(client.GET("/v1/me/personal-data")),
});

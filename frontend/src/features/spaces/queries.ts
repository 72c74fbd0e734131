import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const spacesQuery = (totem: string) =>
  queryOptions({
    queryKey: ["spaces", totem],
    queryFn: () => unwrap(client.GET("/v1/totems/{id}/spaces", { params: { path: { id: totem } } })),
  });

export const spaceQuery = (totem: string, space: string) =>
  queryOptions({
    queryKey: ["spaces", totem, space],
    queryFn: () =>
      unwrap(
        client.GET("/v1/totems/{id}/spaces/{space_id}", {
          params: { path: { id: totem, space_id: space } },
        }),
      ),
  });

/** When it is free from this instant up to that one. */
export const availabilityQuery = (totem: string, space: string, from: string, to: string) =>
  queryOptions({
    queryKey: ["spaces", totem, space, "availability", from, to],
    queryFn: () =>
      unwrap(
        client.GET("/v1/totems/{id}/spaces/{space_id}/availability", {
          params: { path: { id: totem, space_id: space }, query: { from, to } },
        }),
      ),
    refetchInterval: 60_000,
  });

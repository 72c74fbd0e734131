import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const templatesQuery = (totem: string) =>
  queryOptions({
    queryKey: ["answer-templates", totem],
    queryFn: () =>
      unwrap(client.GET("/v1/totems/{id}/answer-templates", { params: { path: { id: totem } } })),
    staleTime: 5 * 60_000,
  });

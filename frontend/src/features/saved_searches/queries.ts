import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const savedSearchesQuery = queryOptions({
  queryKey: ["me", "saved-searches"],
  queryFn: () => unwrap(client.GET("/v1/me/saved-searches")),
});

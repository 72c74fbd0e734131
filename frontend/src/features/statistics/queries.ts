import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const statisticsQuery = queryOptions({
  queryKey: ["statistics"],
  queryFn: () => unwrap(client.GET("/v1/statistics")),
  staleTime: 60_000,
});

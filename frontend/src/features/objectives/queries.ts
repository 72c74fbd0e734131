import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const objectivesQuery = queryOptions({
  queryKey: ["objectives"],
  queryFn: () => unwrap(client.GET("/v1/objectives")),
  staleTime: 5 * 60_000,
});

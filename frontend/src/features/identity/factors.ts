import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const factorsQuery = queryOptions({
  queryKey: ["me", "second-factors"],
  queryFn: () => unwrap(client.GET("/v1/me/second-factors")),
});

import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const sessionsQuery = queryOptions({
  queryKey: ["me", "sessions"],
  queryFn: () => unwrap(client.GET("/v1/me/sessions")),
});

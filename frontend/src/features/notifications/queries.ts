import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const settingsQuery = queryOptions({
  queryKey: ["me", "notification-settings"],
  queryFn: () => unwrap(client.GET("/v1/me/notification-settings")),
});

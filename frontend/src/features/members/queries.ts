import { infiniteQueryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Place } from "./roles";

export const membersQuery = ({ totem }: Place) =>
  infiniteQueryOptions({
    queryKey: ["members", totem],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/members", {
          params: {
            query: {
              limit: 50,
              ...(totem === undefined ? {} : { totem_id: totem }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

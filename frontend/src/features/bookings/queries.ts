import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

/** Every list of bookings. */
export const BOOKINGS = ["bookings"] as const;

type Filters = {
  totem_id?: string;
  from?: string;
  to?: string;
  status?: "confirmed" | "cancelled";
  sort?: "starts_at" | "-starts_at";
};

export const bookingsQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: [...BOOKINGS, filters],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/bookings", {
          params: {
            query: {
              ...filters,
              limit: filters.totem_id ? 200 : 50,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const feedQuery = queryOptions({
  queryKey: ["me", "calendar-feed"],
  queryFn: () => unwrap(client.GET("/v1/me/calendar-feed")),
});

/** What was booked or cancelled changes the lists and what is free. */
export const bookingsChanged = (queryClient: QueryClient) =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: BOOKINGS }),
    queryClient.invalidateQueries({ queryKey: ["spaces"] }),
  ]);

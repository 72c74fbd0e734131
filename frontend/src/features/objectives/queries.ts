import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const objectivesQuery = queryOptions({
  queryKey: ["objectives"],
  queryFn: () => unwrap(client.GET("/v1/objectives")),
  staleTime: 5 * 60_000,
});

/** The same, and more of them where there are more. */
export const objectivesListQuery = infiniteQueryOptions({
  queryKey: ["objectives", "pages"],
  queryFn: ({ pageParam }) =>
    unwrap(client.GET("/v1/objectives", pageParam ? { params: { query: { cursor: pageParam } } } : {})),
  initialPageParam: "",
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 5 * 60_000,
});

/** To choose from: as many as a page can hold. */
export const allObjectivesQuery = queryOptions({
  queryKey: ["objectives", "all"],
  queryFn: () => unwrap(client.GET("/v1/objectives", { params: { query: { limit: 200 } } })),
});

/** Under the objectives, which name them. */
export const indicatorsQuery = queryOptions({
  queryKey: ["objectives", "indicators"],
  queryFn: () => unwrap(client.GET("/v1/indicators", { params: { query: { limit: 200 } } })),
});

/** Where each stands. */
export const trajectoriesQuery = queryOptions({
  queryKey: ["objectives", "trajectories"],
  queryFn: () => unwrap(client.GET("/v1/objectives/trajectories")),
  staleTime: 5 * 60_000,
});

export const trajectoryQuery = (slug: string) =>
  queryOptions({
    queryKey: ["objectives", slug, "trajectory"],
    queryFn: () => unwrap(client.GET("/v1/objectives/{id}/trajectory", { params: { path: { id: slug } } })),
  });

/** With drafts and what counted once, for those who keep them; under the objectives, whose course they make. */
export const observationsQuery = (indicator: string) =>
  queryOptions({
    queryKey: ["objectives", "observations", indicator],
    queryFn: () =>
      unwrap(
        client.GET("/v1/indicators/{id}/observations", {
          params: { path: { id: indicator }, query: { history: true, limit: 200 } },
        }),
      ),
  });

export const consistencyQuery = (slug: string) =>
  queryOptions({
    queryKey: ["objectives", slug, "consistency"],
    queryFn: () => unwrap(client.GET("/v1/objectives/{id}/consistency", { params: { path: { id: slug } } })),
  });

import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const objectivesQuery = queryOptions({
  queryKey: ["objectives"],
  queryFn: () => unwrap(client.GET("/v1/objectives")),
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

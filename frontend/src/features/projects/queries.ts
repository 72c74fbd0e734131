import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { ProjectStatus, Stage } from "~/api/types";
import { REQUESTS } from "~/features/service_requests/keys";

/** Everything about projects. */
const PROJECTS = ["projects"] as const;

export type ProjectFilters = {
  totem_id?: string;
  stage?: Stage;
  status?: ProjectStatus;
  entered_stage?: Stage;
  left_stage?: Stage;
  occurred_on_gte?: string;
  occurred_on_lt?: string;
};

export const projectsQuery = (filters: ProjectFilters) =>
  infiniteQueryOptions({
    queryKey: [...PROJECTS, "list", filters],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/projects", {
          params: { query: { ...filters, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const projectQuery = (id: string) =>
  queryOptions({
    queryKey: [...PROJECTS, id],
    queryFn: () => unwrap(client.GET("/v1/projects/{id}", { params: { path: { id } } })),
  });

/** All that a path can reasonably have. */
export const projectEventsQuery = (id: string) =>
  queryOptions({
    queryKey: [...PROJECTS, id, "events"],
    queryFn: () =>
      unwrap(client.GET("/v1/projects/{id}/events", { params: { path: { id }, query: { limit: 200 } } })),
  });

export const resourcesQuery = (id: string) =>
  queryOptions({
    queryKey: [...PROJECTS, id, "resources"],
    queryFn: () => unwrap(client.GET("/v1/projects/{id}/resources", { params: { path: { id } } })),
  });

export const projectRequestsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...REQUESTS, "of-project", id],
    queryFn: ({ pageParam }) =>
      unwrap(
        client.GET("/v1/service-requests", {
          params: { query: { project_id: id, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

export const projectStatisticsQuery = (totem: string) =>
  queryOptions({
    queryKey: [...PROJECTS, "statistics", totem],
    queryFn: () =>
      unwrap(client.GET("/v1/totems/{id}/project-statistics", { params: { path: { id: totem } } })),
  });

export const communesQuery = (typed: string) =>
  queryOptions({
    queryKey: ["communes", typed],
    queryFn: () =>
      unwrap(client.GET("/v1/reference/communes", { params: { query: { q: typed, limit: 20 } } })),
    enabled: typed.length > 1,
    staleTime: 5 * 60_000,
  });

export const projectsChanged = (queryClient: QueryClient) =>
  queryClient.invalidateQueries({ queryKey: PROJECTS });

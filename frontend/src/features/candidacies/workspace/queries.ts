import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";

export const allQuery = queryOptions({
  queryKey: ["candidacies"],
  queryFn: () => unwrap(client.GET("/v1/candidacies")),
});

export const fileQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}", { params: { path: { id } } })),
  });

export const criteriaQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "criteria"],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}/criteria", { params: { path: { id } } })),
  });

export const readinessQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "readiness"],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}/readiness", { params: { path: { id } } })),
  });

export const recommendationsQuery = (id: string) =>
  queryOptions({
    queryKey: ["candidacies", id, "recommendations"],
    queryFn: () => unwrap(client.GET("/v1/candidacies/{id}/recommendations", { params: { path: { id } } })),
  });

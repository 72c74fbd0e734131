// What only the people of a Totem and those who scroll ask for, apart from what pages begin with.
import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { Me } from "~/api/types";

/** What a Totem offers, each service with its questions. */
export const servicesQuery = (totem: string) =>
  queryOptions({
    queryKey: ["totems", totem, "services"],
    queryFn: () => unwrap(client.GET("/v1/totems/{id}/services", { params: { path: { id: totem } } })),
    staleTime: 60_000,
  });

export const charterQuery = (totem: string) =>
  queryOptions({
    queryKey: ["totems", totem, "charter"],
    queryFn: () => unwrap(client.GET("/v1/totems/{id}/charter", { params: { path: { id: totem } } })),
    staleTime: 60_000,
  });

/** Whether somebody decides what a Totem offers. */
export function isManager(me: Me | null | undefined, totem: string): boolean {
  const roles = me?.roles ?? [];
  return roles.some(({ role, totem: at }) => role === "manager" && (at?.slug === totem || at?.id === totem));
}

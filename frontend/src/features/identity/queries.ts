import { type QueryClient, queryOptions, useQuery } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import type { Me } from "~/api/types";
import { forgetSession, hadSession, noteSession } from "~/lib/session";

async function fetchMe(): Promise<Me | null> {
  try {
    const me = await unwrap(client.GET("/v1/me"));
    noteSession();
    return me;
  } catch (error) {
    if (!isStatus(error, 401)) throw error;
    forgetSession();
    return null;
  }
}

export const meQuery = queryOptions({ queryKey: ["me"], queryFn: fetchMe, staleTime: 5 * 60_000 });

/** Asks whether the session has ended meanwhile; where nobody answers, it has not. */
export async function sessionIsOver(queryClient: QueryClient): Promise<boolean> {
  const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0, retry: false }).catch(() => undefined);
  return me === null;
}

/** Who is signed in, for parts that only differ a little: asks the service only when there was a session. */
export function useMe(): Me | null | undefined {
  return useQuery({ ...meQuery, enabled: hadSession() }).data;
}

/** The Totems whose requests this person works on. */
export function workplaces(me: Me | null | undefined) {
  const seen = new Map<string, { id: string; slug: string; name: string }>();
  for (const role of me?.roles ?? []) {
    if ((role.role === "agent" || role.role === "manager") && role.totem) seen.set(role.totem.id, role.totem);
  }
  return [...seen.values()];
}

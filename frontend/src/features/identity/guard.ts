import type { QueryClient } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";
import type { Me } from "~/api/types";
import { meQuery } from "./queries";

/** For `beforeLoad`: who is signed in, or the way to sign in and back here. */
export async function requireMe(queryClient: QueryClient, href: string): Promise<Me> {
  const known = queryClient.getQueryData(meQuery.queryKey);
  const me = known ?? (await queryClient.fetchQuery({ ...meQuery, staleTime: 0 }));
  if (!me) throw redirect({ to: "/connexion", search: { retour: href } });
  return me;
}

/** Only paths of this site: never another host, never a scheme. */
export function safeReturn(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : "/demandes";
}

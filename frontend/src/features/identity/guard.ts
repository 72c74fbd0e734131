import type { QueryClient } from "@tanstack/react-query";
import { redirect } from "@tanstack/react-router";
import type { Me } from "~/api/types";
import { meQuery } from "./queries";

const SECURITY = "/compte/securite";

/** For `beforeLoad`: who is signed in, or the way to sign in and back here. */
export async function requireMe(queryClient: QueryClient, href: string): Promise<Me> {
  const known = queryClient.getQueryData(meQuery.queryKey);
  const me = known ?? (await queryClient.fetchQuery({ ...meQuery, staleTime: 0 }));
  if (!me) throw redirect({ to: "/connexion", search: { retour: href } });
  // Whose role needs a second factor is let nowhere else before there is one.
  if (me.must_enrol_second_factor && !href.startsWith(SECURITY)) {
    throw redirect({ to: "/compte/$", params: { _splat: "securite" } });
  }
  return me;
}

/** Only paths of this site: never another host, never a scheme. */
export function safeReturn(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : "/demandes";
}

import { useLocation, useNavigate } from "@tanstack/react-router";
import { useLayoutEffect } from "react";
import { accessTokenFor, keepAccess, tokenInFragment } from "~/lib/access";

/** The token of the link that led to this page. It stands behind "#" and leaves the address as soon as it is read. */
export function useLinkToken(step: string, name?: string): string | undefined {
  const navigate = useNavigate();
  const given = tokenInFragment(useLocation({ select: (location) => location.hash }), name);
  useLayoutEffect(() => {
    if (!given) return;
    keepAccess(step, given);
    void navigate({ to: "/compte/$", params: { _splat: step }, hash: "", replace: true });
  }, [given, step, navigate]);
  return given ?? accessTokenFor(step);
}

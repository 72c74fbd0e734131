import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, Outlet, useLocation } from "@tanstack/react-router";
import { Shell } from "~/app/shell/Shell";
import { demoQuery } from "~/features/demo/queries";
import { isEmbedded } from "~/lib/locale";

/** What stands on a page of somebody else's has none of the site around it. */
function Root() {
  const embedded = useLocation({ select: ({ pathname }) => isEmbedded(pathname) });
  return embedded ? <Outlet /> : <Shell />;
}

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  // Known before the first sight, so that its banner does not push the page down afterwards.
  loader: ({ context, location }) => {
    if (!isEmbedded(location.pathname)) void context.queryClient.prefetchQuery(demoQuery);
  },
  component: Root,
});

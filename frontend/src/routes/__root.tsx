import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext } from "@tanstack/react-router";
import { Shell } from "~/app/shell/Shell";
import { demoQuery } from "~/features/demo/queries";

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  // Known before the first sight, so that its banner does not push the page down afterwards.
  loader: ({ context }) => {
    void context.queryClient.prefetchQuery(demoQuery);
  },
  component: Shell,
});

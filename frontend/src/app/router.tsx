import type { QueryClient } from "@tanstack/react-query";
import { createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { routeTree } from "~/routeTree.gen";
import { PendingPage } from "./PendingPage";
import { parseSearch, stringifySearch } from "./search";

/** Loaded with what comes late in the shell, so that they are there when nothing else can be loaded. */
const pages = () => import("./pages");

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: "intent",
    // Freshness is the query client's business.
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingMs: 300,
    defaultErrorComponent: lazyRouteComponent(pages, "ErrorPage"),
    defaultNotFoundComponent: lazyRouteComponent(pages, "NotFoundPage"),
    defaultPendingComponent: PendingPage,
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}

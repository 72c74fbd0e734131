import { createFileRoute } from "@tanstack/react-router";
import { many } from "~/app/search";
import { DirectoryPage, type DirectoryView } from "~/features/directory/DirectoryPage";
import type { DirectoryFilters } from "~/features/directory/filters";
import { organizationsQuery } from "~/features/directory/queries";
import { validDirectory } from "~/features/directory/search";

export const Route = createFileRoute("/annuaire/")({
  validateSearch: (search: Record<string, unknown>): DirectoryFilters & { vue?: DirectoryView } => ({
    ...validDirectory(search),
    vue: many(search.vue, ["carte"] as const)?.[0],
  }),
  // Not awaited: the page shows at once and keeps its filters while results arrive. And nothing that the router knows of
  // depends on them: it would take the page away for another one, and with it the focus, whenever that takes a moment.
  loader: ({ context, location }) => {
    void context.queryClient.prefetchInfiniteQuery(organizationsQuery(validDirectory(location.search)));
  },
  component: function Directory() {
    const search = Route.useSearch();
    // The router hands on what else stands in the address.
    return <DirectoryPage filters={validDirectory(search)} view={search.vue} />;
  },
});

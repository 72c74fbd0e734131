import { createFileRoute } from "@tanstack/react-router";
import { many, one } from "~/app/search";
import { DirectoryPage } from "~/features/directory/DirectoryPage";
import { KINDS } from "~/features/directory/labels";
import { type DirectoryFilters, organizationsQuery, PLACES } from "~/features/directory/queries";

export const Route = createFileRoute("/annuaire/")({
  validateSearch: (search: Record<string, unknown>): DirectoryFilters => ({
    q: one(search.q),
    kinds: many(search.kinds, KINDS),
    place: many(search.place, Object.keys(PLACES))?.[0],
  }),
  loaderDeps: ({ search }) => search,
  // Not awaited: the page shows at once and keeps its filters while results arrive.
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(organizationsQuery(deps));
  },
  component: function Directory() {
    return <DirectoryPage filters={Route.useSearch()} />;
  },
});

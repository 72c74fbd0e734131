import { createFileRoute } from "@tanstack/react-router";
import { many, one } from "~/app/search";
import { DirectoryPage } from "~/features/directory/DirectoryPage";
import { type DirectoryFilters, organizationsQuery, PLACES } from "~/features/directory/queries";

const SLUG = /^[a-z_]{2,40}$/;

export const Route = createFileRoute("/annuaire/")({
  validateSearch: (search: Record<string, unknown>): DirectoryFilters => {
    const kinds = (Array.isArray(search.kinds) ? search.kinds : [search.kinds]).filter(
      (kind): kind is string => typeof kind === "string" && SLUG.test(kind),
    );
    return {
      q: one(search.q),
      kinds: kinds.length > 0 ? [...new Set(kinds)] : undefined,
      place: many(search.place, Object.keys(PLACES))?.[0],
    };
  },
  loaderDeps: ({ search }) => search,
  // Not awaited: the page shows at once and keeps its filters while results arrive.
  loader: ({ context, deps }) => {
    void context.queryClient.prefetchInfiniteQuery(organizationsQuery(deps));
  },
  component: function Directory() {
    return <DirectoryPage filters={Route.useSearch()} />;
  },
});

import { createFileRoute } from "@tanstack/react-router";
import { all, many, one } from "~/app/search";
import { DirectoryPage } from "~/features/directory/DirectoryPage";
import { KINDS } from "~/features/directory/labels";
import { type DirectoryFilters, organizationsQuery, PLACES, SORTS } from "~/features/directory/queries";

/** `lat,lon`, as the service reads it. */
function point(value: unknown): string | undefined {
  const text = one(value);
  return text && /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/.test(text) ? text : undefined;
}

export const Route = createFileRoute("/annuaire/")({
  validateSearch: (search: Record<string, unknown>): DirectoryFilters => ({
    q: one(search.q),
    kinds: many(search.kinds, KINDS),
    place: many(search.place, Object.keys(PLACES))?.[0],
    sectors: all(search.sectors),
    near: point(search.near),
    nearby: one(search.nearby),
    sort: many(search.sort, SORTS)?.[0],
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

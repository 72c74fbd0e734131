import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { type ReactNode, Suspense } from "react";
import { lazy } from "~/lib/lazy";
import { Failed, Loading } from "./States";

// Under the list, and loaded after it.
const Paging = lazy(() => import("./Paging").then(({ Paging }) => ({ default: Paging })));

type ListPage<T> = { items: T[]; count?: number | null; count_is_lower_bound?: boolean | null };

type Props<T> = {
  query: UseInfiniteQueryResult<InfiniteData<ListPage<T>>>;
  /** What of it is shown, where the page does not simply follow the list. */
  shown?: T[];
  /** What to say and to offer when there is nothing: an Empty. */
  empty: ReactNode;
  /** How many lines it will be, about, while they are awaited. */
  rows?: number;
  children: (items: T[]) => ReactNode;
};

/** A list of the service in all its states: awaited, failed, empty, there, and the way to more of it. */
export function Results<T>({ query, shown, empty, rows = 4, children }: Props<T>) {
  const pages = query.data?.pages;
  const items = shown ?? pages?.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Loading rows={rows} />;
  if (query.isError && items.length === 0)
    return <Failed error={query.error} onRetry={() => query.refetch()} />;
  if (items.length === 0) return empty;
  return (
    <>
      {children(items)}
      {query.isFetchNextPageError && <Failed error={query.error} />}
      <Suspense>
        <Paging
          shown={items.length}
          total={pages?.[0]?.count}
          atLeast={pages?.[0]?.count_is_lower_bound}
          pending={query.isFetchingNextPage}
          onMore={query.hasNextPage && (() => query.fetchNextPage())}
        />
      </Suspense>
    </>
  );
}

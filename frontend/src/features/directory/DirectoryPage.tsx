import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import X from "lucide-react/icons/x";
import { Suspense, useState } from "react";
import { number } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { useTyped } from "~/lib/use-typed";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { SearchField } from "~/ui/SearchField";
import { WhenSeen } from "~/ui/WhenSeen";
import { useCompletion } from "./completing";
import css from "./directory.module.css";
import type { DirectoryFilters } from "./filters";
import { OrganizationItems } from "./OrganizationItems";
import { facetsQuery, organizationsQuery } from "./queries";

const DirectoryChoices = lazy(() => import("./DirectoryChoices"));
const DirectoryTools = lazy(() => import("./DirectoryTools"));
const MapBeside = lazy(() => import("./MapBeside"));
const Nothing = lazy(() => import("./Nothing"));

/** Where there is no room for both, the list or the map. */
export type DirectoryView = "carte" | undefined;

export function DirectoryPage({ filters, view }: { filters: DirectoryFilters; view: DirectoryView }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(organizationsQuery(filters));
  const first = query.data?.pages[0];
  const filtered = Object.values(filters).some((value) => value?.length);
  const facets = useQuery(facetsQuery(filters)).data;
  const [lit, setLit] = useState<string>();

  const change = (next: DirectoryFilters & { vue?: DirectoryView }) =>
    navigate({
      to: "/annuaire",
      // As the address is by then: what is typed comes later than what is chosen meanwhile.
      search: (now: DirectoryFilters) => ({ ...now, ...next }),
      replace: true,
      resetScroll: false,
    });
  const [typed, setTyped] = useTyped(filters.q ?? "", (text) => change({ q: text.trim() || undefined }));

  const completion = useCompletion(typed, (one) => {
    if (one.slug) {
      // What was typed is on no way into the address any more: it would lead back here.
      setTyped(filters.q ?? "");
      void navigate({ to: "/annuaire/$slug", params: { slug: one.slug } });
    } else if (one.change) {
      setTyped("");
      void change(one.change);
    }
  });
  const choices = (
    <Suspense>
      <DirectoryChoices filters={filters} facets={facets} onChange={change} />
    </Suspense>
  );

  return (
    <Page
      title={m.directory_title()}
      lead={m.directory_lead()}
      below={
        <p>
          <Link to="/annuaire/proposer" onward>
            {m.propose_link()}
          </Link>
        </p>
      }
    >
      <search className={css.search}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void change({ q: typed.trim() || undefined });
          }}
        >
          <SearchField
            label={m.directory_search()}
            placeholder={m.directory_search_hint()}
            value={typed}
            onChange={setTyped}
            completion={completion}
          />
        </form>
      </search>
      <div className={css.views}>
        <Button look="secondary" small onPress={() => change({ vue: view ? undefined : "carte" })}>
          {view ? m.directory_list() : m.directory_map()}
        </Button>
      </div>
      <div className={css.layout} data-view={view}>
        <div className={css.filters}>
          <div className={css.filtersWide}>{choices}</div>
          <div className={css.filtersNarrow}>
            <Disclosure title={m.directory_filters()}>
              <div className={css.filters}>{choices}</div>
            </Disclosure>
          </div>
        </div>
        <div className={css.found}>
          <Suspense fallback={<div className={css.tools} />}>
            <DirectoryTools filters={filters} searched={first?.searched} onChange={change} />
          </Suspense>
          {first && (
            <div className={css.summary}>
              <p className={css.count} role="status">
                {first.count == null
                  ? null
                  : first.count_is_lower_bound
                    ? m.directory_count_more({ n: number(first.count) })
                    : m.directory_count({ count: first.count, n: number(first.count) })}
              </p>
              {filtered && (
                <Button
                  look="quiet"
                  small
                  icon={<X size={16} aria-hidden="true" />}
                  onPress={() =>
                    navigate({ to: "/annuaire", search: { vue: view }, replace: true, resetScroll: false })
                  }
                >
                  {m.directory_reset()}
                </Button>
              )}
            </div>
          )}
          <Results
            query={query}
            rows={6}
            empty={
              <Suspense>
                <Nothing />
              </Suspense>
            }
          >
            {(items) => <OrganizationItems items={items} level={2} lit={lit} onLight={setLit} />}
          </Results>
        </div>
        <div className={css.map}>
          <WhenSeen>
            <MapBeside filters={filters} lit={lit} onLight={setLit} onBox={(bbox) => change({ bbox })} />
          </WhenSeen>
        </div>
      </div>
    </Page>
  );
}

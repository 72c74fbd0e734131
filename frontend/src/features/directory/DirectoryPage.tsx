import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import X from "lucide-react/icons/x";
import { lazy, Suspense, useState } from "react";
import { number } from "~/lib/format";
import { useTyped } from "~/lib/use-typed";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { CheckList } from "~/ui/Choices";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { SearchField } from "~/ui/SearchField";
import { Select } from "~/ui/Select";
import { WhenSeen } from "~/ui/WhenSeen";
import css from "./directory.module.css";
import { KINDS } from "./kinds";
import { kindLabel, placeLabel } from "./labels";
import { OrganizationItems } from "./OrganizationItems";
import { type DirectoryFilters, organizationsQuery, PLACES, type Place } from "./queries";

const Nothing = lazy(() => import("./Nothing"));
const MapBeside = lazy(() => import("./MapBeside"));

const ANYWHERE = "partout";

/** Where there is no room for both, the list or the map. */
export type DirectoryView = "carte" | undefined;

export function DirectoryPage({ filters, view }: { filters: DirectoryFilters; view: DirectoryView }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(organizationsQuery(filters));
  const first = query.data?.pages[0];
  const filtered = Object.values(filters).some((value) => value?.length);
  const [lit, setLit] = useState<string>();

  const change = (next: DirectoryFilters & { vue?: DirectoryView }) =>
    navigate({
      to: "/annuaire",
      search: { ...filters, vue: view, ...next },
      replace: true,
      resetScroll: false,
    });
  const [typed, setTyped] = useTyped(filters.q ?? "", (text) => change({ q: text.trim() || undefined }));

  const choices = (
    <>
      <Select
        label={m.directory_place()}
        value={filters.place ?? ANYWHERE}
        choices={[
          { value: ANYWHERE, label: m.directory_anywhere() },
          ...(Object.keys(PLACES) as Place[]).map((place) => ({
            value: place as string,
            label: placeLabel(place),
          })),
        ]}
        onChange={(place) => change({ place: place === ANYWHERE ? undefined : place })}
      />
      <CheckList
        label={m.directory_kinds()}
        choices={KINDS.map((kind) => ({ value: kind, label: kindLabel(kind) }))}
        value={filters.kinds ?? []}
        onChange={(kinds) => change({ kinds: kinds.length > 0 ? kinds : undefined })}
      />
    </>
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

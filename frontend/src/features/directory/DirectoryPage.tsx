import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import X from "lucide-react/icons/x";
import { lazy, Suspense } from "react";
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
import { Empty } from "~/ui/States";
import { useCompletion } from "./completing";
import css from "./directory.module.css";
import { KINDS, kindLabel, placeLabel } from "./labels";
import { OrganizationItems } from "./OrganizationItems";
import { type DirectoryFilters, facetsQuery, organizationsQuery, PLACES, type Place } from "./queries";

const DirectoryTools = lazy(() => import("./DirectoryTools"));

const ANYWHERE = "partout";

export function DirectoryPage({ filters }: { filters: DirectoryFilters }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(organizationsQuery(filters));
  const first = query.data?.pages[0];
  const filtered = Object.values(filters).some((value) => value?.length);
  const facets = useQuery(facetsQuery(filters)).data;

  const change = (next: DirectoryFilters) =>
    navigate({
      to: "/annuaire",
      // As the address is by then: what is typed comes later than what is chosen meanwhile.
      search: (now: DirectoryFilters) => ({ ...now, ...next }),
      replace: true,
      resetScroll: false,
    });
  const [typed, setTyped] = useTyped(filters.q ?? "", (text) => change({ q: text.trim() || undefined }));

  const completion = useCompletion(typed, (one) => {
    if (one.slug) void navigate({ to: "/annuaire/$slug", params: { slug: one.slug } });
    else if (one.change) {
      setTyped("");
      void change(one.change);
    }
  });
  const kinds = new Map(facets?.kinds?.map((one) => [one.value, one.count]));
  const chosen = filters.sectors ?? [];
  const sectors = [
    ...(facets?.sectors ?? []).slice(0, 12),
    ...chosen
      .filter((one) => !facets?.sectors?.some((known) => known.value === one))
      .map((value) => ({ value, count: 0 })),
  ];

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
        choices={KINDS.map((kind) => ({
          value: kind,
          label: kindLabel(kind),
          count: facets ? (kinds.get(kind) ?? 0) : undefined,
        }))}
        value={filters.kinds ?? []}
        onChange={(kinds) => change({ kinds: kinds.length > 0 ? kinds : undefined })}
      />
      {sectors.length > 0 && (
        <CheckList
          label={m.directory_sectors()}
          choices={sectors.map(({ value, count }) => ({ value, label: value, count }))}
          value={chosen}
          onChange={(sectors) => change({ sectors: sectors.length > 0 ? sectors : undefined })}
        />
      )}
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
            completion={completion}
          />
        </form>
      </search>
      <div className={css.layout}>
        <div className={css.filters}>
          <div className={css.filtersWide}>{choices}</div>
          <div className={css.filtersNarrow}>
            <Disclosure title={m.directory_filters()}>
              <div className={css.filters}>{choices}</div>
            </Disclosure>
          </div>
        </div>
        <div>
          <Suspense>
            <DirectoryTools filters={filters} onChange={change} />
          </Suspense>
          {first?.searched && <p role="status">{m.directory_searched({ words: first.searched })}</p>}
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
                  onPress={() => navigate({ to: "/annuaire", replace: true, resetScroll: false })}
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
              <div className={css.nothing}>
                <Empty
                  title={m.directory_empty()}
                  actions={
                    <Link to="/demander" button="primary">
                      {m.directory_empty_ask()}
                    </Link>
                  }
                >
                  {m.directory_empty_text()}
                </Empty>
              </div>
            }
          >
            {(items) => <OrganizationItems items={items} level={2} />}
          </Results>
        </div>
      </div>
    </Page>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import X from "lucide-react/icons/x";
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
import css from "./directory.module.css";
import { KINDS, kindLabel, placeLabel } from "./labels";
import { OrganizationItems } from "./OrganizationItems";
import { type DirectoryFilters, organizationsQuery, PLACES, type Place } from "./queries";

const ANYWHERE = "partout";

export function DirectoryPage({ filters }: { filters: DirectoryFilters }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(organizationsQuery(filters));
  const first = query.data?.pages[0];
  const filtered = Boolean(filters.q || filters.kinds?.length || filters.place);

  const change = (next: DirectoryFilters) =>
    navigate({ to: "/annuaire", search: { ...filters, ...next }, replace: true, resetScroll: false });
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
                  onPress={() => change({ q: undefined, kinds: undefined, place: undefined })}
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

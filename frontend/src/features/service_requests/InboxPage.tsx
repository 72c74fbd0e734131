import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type MouseEvent, type Ref, useRef } from "react";
import { isStatus } from "~/api/problem";
import type { InboxItem, Status, TotemService } from "~/api/types";
import { useMe, workplaces } from "~/features/identity/queries";
import { totemQuery } from "~/features/totems/queries";
import { longDate, number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { dayBefore } from "~/lib/precise-date";
import { press, useShortcuts } from "~/lib/shortcuts";
import { type Steady, useSteady } from "~/lib/steady";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Chip, Chips } from "~/ui/Chips";
import { Link } from "~/ui/Link";
import { Page, useTitle } from "~/ui/Page";
import { PageNav } from "~/ui/PageNav";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { Deadline } from "./Deadline";
import { urgency } from "./deadline";
import { useLiveRequests } from "./live";
import { type InboxFilters, inboxQuery, requestQuery } from "./queries";
import { isRunning, statusLabel, WORK_STATUSES } from "./status";
import { type FileActions, WorkFile } from "./WorkFile";
import css from "./work.module.css";

const WIDE = "(min-width: 1100px)";

function Row({
  item,
  totem,
  selected,
  onOpen,
}: {
  item: Steady<InboxItem>["items"][number];
  totem: string;
  selected: boolean;
  onOpen: (event: MouseEvent) => void;
}) {
  const queryClient = useQueryClient();
  const names = item.assignees.map((one) => one.name).join(", ");
  // A line that is no longer in the list is not read with it any more, but perhaps by itself.
  const status =
    (item.gone && queryClient.getQueryData(requestQuery(item.id).queryKey)?.status) || item.status;
  const waits = !item.gone && isRunning(status);
  return (
    <li
      className={css.row}
      data-urgency={waits ? urgency(item) : undefined}
      data-gone={item.gone}
      data-selected={selected || undefined}
      data-id={item.id}
    >
      <Link
        to="/travail/$totem/$id"
        params={{ totem, id: item.id }}
        preload={false}
        onClick={onOpen}
        aria-current={selected ? "true" : undefined}
        // From line to line by key only the link is heard.
        aria-describedby={`due-${item.id} about-${item.id}`}
      >
        {item.subject}
      </Link>
      {waits ? (
        <Deadline item={item} id={`due-${item.id}`} />
      ) : (
        <span className={css.due} id={`due-${item.id}`}>
          {item.gone && m.inbox_gone_row()}
        </span>
      )}
      <p className={css.sub} id={`about-${item.id}`}>
        <span>{statusLabel(status, "agent")}</span>
        <span>{item.contact_name}</span>
        <span>{words(item.service.name)}</span>
      </p>
      <span className={css.who}>{item.gone ? "" : names || (waits && m.inbox_nobody())}</span>
    </li>
  );
}

function Filters({
  filters,
  counts,
  services,
  onChange,
}: {
  filters: InboxFilters;
  counts: Record<string, number>;
  services: TotemService[];
  onChange: (next: InboxFilters) => void;
}) {
  const chosen = filters.status ?? [];
  const toggle = (status: Status) => {
    const next = chosen.includes(status) ? chosen.filter((one) => one !== status) : [...chosen, status];
    onChange({ ...filters, status: next.length > 0 ? next : undefined });
  };
  const assigned = (value: "me" | "none") =>
    onChange({ ...filters, assigned: filters.assigned === value ? undefined : value });
  return (
    <div className={css.filters}>
      <Chips label={m.inbox_filters()}>
        {WORK_STATUSES.map((status) => (
          <Chip
            key={status}
            pressed={chosen.includes(status)}
            count={counts[status] ?? 0}
            most={100}
            onPress={() => toggle(status)}
          >
            {statusLabel(status, "agent")}
          </Chip>
        ))}
      </Chips>
      <Chips label={m.inbox_whose()}>
        <Chip pressed={filters.assigned === "me"} onPress={() => assigned("me")}>
          {m.inbox_mine()}
        </Chip>
        <Chip pressed={filters.assigned === "none"} onPress={() => assigned("none")}>
          {m.inbox_unassigned()}
        </Chip>
      </Chips>
      {isCounted(filters) && (
        <Chips label={m.inbox_counted()}>
          <Chip pressed onPress={() => onChange({ assigned: filters.assigned })}>
            {countedWords(filters, services)}
          </Chip>
        </Chips>
      )}
    </div>
  );
}

const isCounted = ({ service_id, submitted_on_gte, submitted_on_lt, in_time }: InboxFilters) =>
  Boolean(service_id || submitted_on_gte || submitted_on_lt || in_time);

/** What a figure has counted, in words. */
function countedWords(filters: InboxFilters, services: TotemService[]): string {
  const { service_id, submitted_on_gte: from, submitted_on_lt: until, in_time } = filters;
  const service = services.find((one) => one.id === service_id);
  return [
    from && until && m.inbox_counted_between({ from: longDate(from), until: longDate(dayBefore(until)) }),
    from && !until && m.inbox_counted_from({ from: longDate(from) }),
    service && words(service.name),
    in_time && (in_time === "true" ? m.figures_in_time() : m.figures_late()),
  ]
    .filter(Boolean)
    .join(" · ");
}

/** What has happened to the list since it was read: told, not done, for somebody is reading it. */
function News({ added, gone, update }: Pick<Steady<InboxItem>, "added" | "gone" | "update">) {
  return (
    <div className={css.news} role="status">
      {(added > 0 || gone > 0) && (
        <>
          <p>
            {added > 0 && <strong>{m.inbox_added({ count: added, n: number(added) })}</strong>}{" "}
            {gone > 0 && m.inbox_gone({ count: gone, n: number(gone) })}
          </p>
          <Button look="secondary" small onPress={update}>
            {m.inbox_update()}
          </Button>
        </>
      )}
    </div>
  );
}

export function InboxPage({
  totem,
  filters,
  selected,
}: {
  totem: string;
  filters: InboxFilters;
  selected: string | undefined;
}) {
  const navigate = useNavigate();
  const me = useMe();
  const place = workplaces(me).find((one) => one.slug === totem || one.id === totem);
  const told = useLiveRequests();
  const query = useInfiniteQuery({ ...inboxQuery(totem, filters), refetchInterval: told ? false : 60_000 });
  const pages = query.data?.pages ?? [];
  const { items, ...news } = useSteady(
    pages.flatMap((page) => page.items),
    JSON.stringify([totem, filters, pages.length]),
  );
  const counts = pages[0]?.counts ?? {};
  const current = items.find((item) => item.id === selected) ?? items[0];
  const site = useQuery({ ...totemQuery(totem), enabled: isCounted(filters) });
  const filtered = Boolean(filters.status || filters.assigned) || isCounted(filters);
  const desk = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const actions = useRef<FileActions>(null);
  const title = place ? m.inbox_title({ totem: place.name }) : m.inbox_title_plain();
  useTitle(title);

  const select = (id: string) =>
    navigate({
      to: "/travail/$totem",
      params: { totem },
      search: { ...filters, demande: id },
      replace: true,
      resetScroll: false,
    });
  const change = (next: InboxFilters) =>
    navigate({ to: "/travail/$totem", params: { totem }, search: next, replace: true, resetScroll: false });

  const move = (by: number) => {
    const at = current ? items.indexOf(current) : -1;
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (!next) return;
    void select(next.id);
    desk.current?.querySelector<HTMLElement>(`[data-id="${next.id}"] a`)?.focus();
  };

  const open = () => current && navigate({ to: "/travail/$totem/$id", params: { totem, id: current.id } });
  useShortcuts([
    { key: "j", words: m.keys_next, run: () => move(1) },
    { key: "k", words: m.keys_previous, run: () => move(-1) },
    { key: "Enter", words: m.keys_open_request, run: () => void open() },
    { key: "a", words: m.keys_take_request, run: () => actions.current?.take() },
    {
      key: "r",
      words: m.keys_reply_request,
      run: () => (field.current ? field.current.focus() : void open()),
    },
  ]);

  const onOpen = (id: string) => (event: MouseEvent) => {
    // A pointer on a wide screen opens beside the list; Enter (no pointer: detail 0) opens the page.
    if (event.detail > 0 && window.matchMedia(WIDE).matches && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void select(id);
    }
  };

  if (isStatus(query.error, 403, 404)) return <NotYours />;
  return (
    <div className={css.desk} ref={desk}>
      <div className={css.top}>
        <h1>{title}</h1>
        <PageNav label={m.work_nav()}>
          <Link to="/travail/$totem/equipe" params={{ totem }}>
            {m.team_link()}
          </Link>
          <Link to="/travail/$totem/services/$" params={{ totem, _splat: "" }}>
            {m.services_link()}
          </Link>
          {place && (
            <Link to="/totems/$slug/chiffres" params={{ slug: place.slug }}>
              {m.figures_link()}
            </Link>
          )}
          <Link to="/travail/$totem/reservations" params={{ totem }}>
            {m.site_bookings_link()}
          </Link>
        </PageNav>
        <p className={css.keys}>
          <kbd>j</kbd> <kbd>k</kbd> {m.keys_move()} · <kbd>↵</kbd> {m.keys_open()} · <kbd>a</kbd>{" "}
          {m.keys_take()} · <kbd>r</kbd> {m.keys_reply()}
          <Button look="quiet" small onPress={() => press("?")}>
            <kbd>?</kbd> {m.keys_title()}
          </Button>
        </p>
      </div>
      <Filters filters={filters} counts={counts} services={site.data?.services ?? []} onChange={change} />
      <div className={current && css.split}>
        <div>
          <Results
            query={query}
            shown={items}
            rows={6}
            empty={
              <Empty title={filtered ? m.inbox_empty_filtered() : m.inbox_empty()}>
                {filtered ? m.inbox_empty_filtered_text() : m.inbox_empty_text()}
              </Empty>
            }
          >
            {(found) => (
              <ol className={css.list}>
                {found.map((item) => (
                  <Row
                    key={item.id}
                    item={item}
                    totem={totem}
                    selected={item.id === current?.id}
                    onOpen={onOpen(item.id)}
                  />
                ))}
              </ol>
            )}
          </Results>
          <News {...news} />
        </div>
        {current && <Beside id={current.id} fieldRef={field} actionsRef={actions} />}
      </div>
    </div>
  );
}

/** Somebody else's inbox, with the way to one's own. */
function NotYours() {
  const places = workplaces(useMe());
  return (
    <Page title={m.inbox_title_plain()}>
      <Banner title={m.inbox_not_yours()}>
        {places.map(({ id, slug, name }) => (
          <Link key={id} to="/travail/$totem" params={{ totem: slug }}>
            {m.inbox_title({ totem: name })}
          </Link>
        ))}
        {places.length === 0 && <Link to="/demandes">{m.nav_my_requests()}</Link>}
      </Banner>
    </Page>
  );
}

function Beside(props: { id: string; fieldRef: Ref<HTMLTextAreaElement>; actionsRef: Ref<FileActions> }) {
  return (
    <section className={css.pane} aria-label={m.inbox_file()}>
      <WorkFile key={props.id} {...props} headed />
    </section>
  );
}

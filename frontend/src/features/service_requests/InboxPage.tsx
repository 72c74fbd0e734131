import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type MouseEvent, type Ref, useEffect, useRef } from "react";
import type { InboxItem, Status } from "~/api/types";
import { useMe, workplaces } from "~/features/identity/queries";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Chip, Chips } from "~/ui/Chips";
import { Link } from "~/ui/Link";
import { useTitle } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { Deadline } from "./Deadline";
import { urgency } from "./deadline";
import { useTake } from "./mutations";
import { type InboxFilters, inboxQuery } from "./queries";
import { isRunning, statusLabel, WORK_STATUSES } from "./status";
import { canTake, WorkFile } from "./WorkFile";
import css from "./work.module.css";

const WIDE = "(min-width: 1100px)";

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [role=dialog]") !== null;
}

function Row({
  item,
  totem,
  selected,
  onOpen,
}: {
  item: InboxItem;
  totem: string;
  selected: boolean;
  onOpen: (event: MouseEvent) => void;
}) {
  const names = item.assignees.map((one) => one.name).join(", ");
  return (
    <li
      className={css.row}
      data-urgency={isRunning(item.status) ? urgency(item) : undefined}
      data-selected={selected || undefined}
      data-id={item.id}
    >
      <Link
        to="/travail/$totem/$id"
        params={{ totem, id: item.id }}
        preload={false}
        onClick={onOpen}
        aria-current={selected ? "true" : undefined}
      >
        {item.subject}
      </Link>
      {isRunning(item.status) ? <Deadline item={item} /> : <span />}
      <p className={css.sub}>
        <span>{statusLabel(item.status, "agent")}</span>
        <span>{item.contact_name}</span>
        <span>{words(item.service.name)}</span>
      </p>
      <span className={css.who}>{names || m.inbox_nobody()}</span>
    </li>
  );
}

function Filters({
  filters,
  counts,
  onChange,
}: {
  filters: InboxFilters;
  counts: Record<string, number>;
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
  const query = useInfiniteQuery(inboxQuery(totem, filters));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const counts = query.data?.pages[0]?.counts ?? {};
  const current = items.find((item) => item.id === selected) ?? items[0];
  const filtered = Boolean(filters.status || filters.assigned);
  const take = useTake(current?.id ?? "");
  const desk = useRef<HTMLDivElement>(null);
  const headline = useRef<HTMLHeadingElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const title = place ? m.inbox_title({ totem: place.name }) : m.inbox_title_plain();
  useTitle(title);

  // The keys act only while the focus is inside; so it starts there.
  useEffect(() => headline.current?.focus({ preventScroll: true }), []);

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

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    switch (event.key) {
      case "j":
        move(1);
        break;
      case "k":
        move(-1);
        break;
      case "a":
        if (!current || !canTake(current.status) || take.isPending) return;
        take.mutate();
        break;
      case "r":
        if (!current) return;
        if (field.current) field.current.focus();
        else void navigate({ to: "/travail/$totem/$id", params: { totem, id: current.id } });
        break;
      case "Enter":
        if (!current || (event.target instanceof HTMLElement && event.target.closest("a, button, summary")))
          return;
        void navigate({ to: "/travail/$totem/$id", params: { totem, id: current.id } });
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const onOpen = (id: string) => (event: MouseEvent) => {
    // A pointer on a wide screen opens beside the list; Enter (no pointer: detail 0) opens the page.
    if (event.detail > 0 && window.matchMedia(WIDE).matches && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      void select(id);
    }
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut layer; every action has its own control inside.
    <div className={css.desk} ref={desk} onKeyDown={onKeyDown}>
      <div className={css.top}>
        <h1 tabIndex={-1} ref={headline}>
          {title}
        </h1>
        <p className={css.keys}>
          <kbd>j</kbd> <kbd>k</kbd> {m.keys_move()} · <kbd>↵</kbd> {m.keys_open()} · <kbd>a</kbd>{" "}
          {m.keys_take()} · <kbd>r</kbd> {m.keys_reply()}
        </p>
      </div>
      <Filters filters={filters} counts={counts} onChange={change} />
      <div className={current && css.split}>
        <div>
          <Results
            query={query}
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
        </div>
        {current && <Beside id={current.id} fieldRef={field} />}
      </div>
    </div>
  );
}

function Beside({ id, fieldRef }: { id: string; fieldRef: Ref<HTMLTextAreaElement> }) {
  return (
    <section className={css.pane} aria-label={m.inbox_file()}>
      <WorkFile key={id} id={id} headed fieldRef={fieldRef} />
    </section>
  );
}

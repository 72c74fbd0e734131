import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import Search from "lucide-react/icons/search";
import X from "lucide-react/icons/x";
import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from "react";
import { foundOrganizationsQuery } from "~/features/directory/queries";
import { useMe, workplaces } from "~/features/identity/queries";
import { openRequestsQuery } from "~/features/service_requests/queries";
import { totemsQuery } from "~/features/totems/queries";
import { number } from "~/lib/format";
import { press } from "~/lib/shortcuts";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import css from "./find.module.css";
import { type Found, fromDirectory, type Group, known } from "./found";

/** How long the fingers rest before the service is asked, in milliseconds. */
const REST = 180;

function useRested(value: string): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

function useFound(typed: string) {
  const q = typed.trim();
  const rested = useRested(q);
  const me = useMe();
  const places = workplaces(me);
  const totems = useQuery(totemsQuery);
  const inboxes = useQuery({
    ...openRequestsQuery(places.map((place) => place.slug)),
    enabled: places.length > 0,
  });
  const asks = rested.length > 1 && q.length > 1;
  const directory = useQuery({
    ...foundOrganizationsQuery(rested),
    enabled: asks,
    placeholderData: (before) => before,
  });
  const groups = known(q, {
    me,
    totems: totems.data?.items ?? [],
    inboxes: inboxes.data ?? [],
  });
  const found = asks ? directory.data?.items : undefined;
  const answered = found !== undefined && rested === q && !directory.isPlaceholderData;
  const count = groups.reduce((sum, group) => sum + group.items.length, found?.length ?? 0);
  // An answer to the words of before stays in sight until the new one is there.
  const last = found && (answered || found.length > 0) && fromDirectory(q, found, groups.length > 0);
  if (last) groups.push(last);
  const phase: Phase =
    q.length < 2 ? "idle" : answered ? "answered" : asks && directory.isError ? "failed" : "asking";
  return { q, groups, count, phase, error: directory.error, retry: directory.refetch };
}

type Phase = "idle" | "asking" | "answered" | "failed";

function Option({ id, found, active, onGo }: OptionProps) {
  const line = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (active) line.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <a
      ref={line}
      id={id}
      role="option"
      aria-selected={active}
      tabIndex={-1}
      href={found.href}
      className={css.option}
      onClick={(event) => onGo(event, found.href)}
    >
      <span className={css.title}>{found.title}</span>
      {found.text && <span className={css.text}>{found.text}</span>}
    </a>
  );
}

type OptionProps = {
  id: string;
  found: Found;
  active: boolean;
  onGo: (event: MouseEvent, href: string) => void;
};

function Results({ groups, active, id, onGo }: ResultsProps) {
  let at = -1;
  return (
    <div role="listbox" id={id} aria-label={m.find_label()} className={css.list}>
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of a listbox; a fieldset would not be one.
        <div key={group.id} role="group" aria-labelledby={`${id}-${group.id}`}>
          <p id={`${id}-${group.id}`} role="presentation" className={css.group}>
            {group.title}
          </p>
          {group.items.map((found) => {
            at += 1;
            return (
              <Option
                key={found.href}
                id={`${id}-option-${at}`}
                found={found}
                active={at === active}
                onGo={onGo}
              />
            );
          })}
        </div>
      ))}
    </div>
  );
}

type ResultsProps = {
  groups: Group[];
  active: number;
  id: string;
  onGo: OptionProps["onGo"];
};

/** What a screen reader hears, and everybody reads when there is nothing. */
function State({ q, count, phase }: { q: string; count: number; phase: Phase }) {
  if (phase === "answered" && count === 0) {
    return (
      <p className={css.nothing}>
        <strong>{m.find_none({ q })}</strong>
        <span>{m.find_none_text()}</span>
      </p>
    );
  }
  if (phase === "asking") return <p className={css.loading}>{m.find_loading()}</p>;
  if (phase === "answered")
    return <p className="visually-hidden">{m.find_count({ count, n: number(count) })}</p>;
  return null;
}

/** Search from anywhere: one field, everything the site knows, results while one types. */
export default function FindDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(-1);
  const { q, groups, count, phase, error, retry } = useFound(typed);
  const options = groups.flatMap((group) => group.items);

  const go = (href: string) => {
    onClose();
    router.history.push(href);
  };
  const onGo: OptionProps["onGo"] = (event, href) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by === 0 || event.altKey || options.length === 0) return;
    event.preventDefault();
    // Past the end lies the field itself (-1), then the other end.
    const places = options.length + 1;
    setActive(((active + 1 + by + places) % places) - 1);
  };

  return (
    <Dialog title={m.find_label()} look="find" open onClose={onClose}>
      <form
        className={css.field}
        onSubmit={(event) => {
          event.preventDefault();
          const chosen = options[active];
          if (chosen) go(chosen.href);
          else if (q) go(`/annuaire?q=${encodeURIComponent(q)}`);
        }}
      >
        <Search size={22} aria-hidden="true" />
        <input
          autoFocus
          role="combobox"
          aria-label={m.find_label()}
          aria-autocomplete="list"
          aria-expanded={options.length > 0}
          aria-controls={id}
          aria-activedescendant={active >= 0 ? `${id}-option-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          maxLength={100}
          placeholder={m.find_placeholder()}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setActive(-1);
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className={css.close} onClick={onClose} aria-label={m.find_close()}>
          <X size={20} aria-hidden="true" />
        </button>
      </form>
      <div className={css.results}>
        <div role="status" className={css.state}>
          <State q={q} count={count} phase={phase} />
        </div>
        {options.length > 0 && <Results groups={groups} active={active} id={id} onGo={onGo} />}
        {phase === "failed" && (
          <ProblemBanner error={error}>
            <Button look="secondary" small onPress={() => retry()}>
              {m.retry()}
            </Button>
          </ProblemBanner>
        )}
      </div>
      <p className={css.foot}>
        <span className={css.hints} aria-hidden="true">
          <kbd>↑</kbd> <kbd>↓</kbd> {m.keys_move()} · <kbd>↵</kbd> {m.keys_open()} · <kbd>Esc</kbd>{" "}
          {m.keys_close()}
        </span>
        <button
          type="button"
          className={css.more}
          onClick={() => {
            onClose();
            press("?");
          }}
        >
          {m.keys_title()}
        </button>
      </p>
    </Dialog>
  );
}

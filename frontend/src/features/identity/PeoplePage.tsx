import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AccountSummary, Role } from "~/api/types";
import { roleLabel } from "~/features/members/roles";
import { dateTime, longDate } from "~/lib/format";
import { useTyped } from "~/lib/use-typed";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Button } from "~/ui/Button";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { SearchField } from "~/ui/SearchField";
import { Select } from "~/ui/Select";
import { Empty } from "~/ui/States";
import { PersonDialog } from "./PersonDialog";
import { type PeopleFilters, peopleQuery } from "./people";
import css from "./people.module.css";

const ROLES: Role[] = ["agent", "manager", "owner", "editor", "pilot", "moderator", "admin"];
const ALL = "";

function Person({ person, onOpen }: { person: AccountSummary; onOpen: () => void }) {
  const roles = person.roles.map(({ role, totem, organization }) => {
    const place = totem?.city ?? organization?.name;
    return place ? `${roleLabel(role)}, ${place}` : roleLabel(role);
  });
  return (
    <li>
      <div>
        <h2>
          {person.name}{" "}
          {person.state === "closing" && person.closes_at && (
            <Badge tone="now">{m.people_closing({ date: longDate(person.closes_at) })}</Badge>
          )}
        </h2>
        <p className={css.meta}>
          {roles.length > 0 ? roles.join(" · ") : m.people_member()} ·{" "}
          {m.people_since({ date: dateTime(person.created_at) })}
        </p>
      </div>
      <Button look="secondary" small onPress={onOpen} aria-label={`${m.people_open()}, ${person.name}`}>
        {m.people_open()}
      </Button>
    </li>
  );
}

/** Who has an account. What is searched for stays out of the address: it is a person's name. */
export function PeoplePage() {
  const [filters, setFilters] = useState<PeopleFilters>({});
  const [words, setWords] = useTyped(filters.q ?? "", (q) =>
    setFilters((before) => ({ ...before, q: q || undefined })),
  );
  const [open, setOpen] = useState<string>();
  const query = useInfiniteQuery(peopleQuery(filters));
  return (
    <Page title={m.people_title()} lead={m.people_lead()}>
      <search className={css.filters} aria-label={m.people_filters()}>
        <SearchField label={m.people_search()} value={words} onChange={setWords} />
        <Select
          label={m.people_role()}
          value={filters.role ?? ALL}
          choices={[
            { value: ALL, label: m.people_all() },
            ...ROLES.map((role) => ({ value: role as string, label: roleLabel(role) })),
          ]}
          onChange={(role) =>
            setFilters((before) => ({ ...before, role: (role || undefined) as Role | undefined }))
          }
        />
        <Select
          label={m.people_state()}
          value={filters.state ?? ALL}
          choices={[
            { value: ALL, label: m.people_all() },
            { value: "open", label: m.people_state_open() },
            { value: "closing", label: m.people_state_closing() },
          ]}
          onChange={(state) =>
            setFilters((before) => ({ ...before, state: (state || undefined) as PeopleFilters["state"] }))
          }
        />
      </search>
      <Results query={query} rows={6} empty={<Empty title={m.people_none()}>{m.people_none_text()}</Empty>}>
        {(people) => (
          <ul className={css.people} aria-busy={query.isPlaceholderData || undefined}>
            {people.map((person) => (
              <Person key={person.id} person={person} onOpen={() => setOpen(person.id)} />
            ))}
          </ul>
        )}
      </Results>
      {open && <PersonDialog id={open} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import X from "lucide-react/icons/x";
import type { AuditEntry } from "~/api/types";
import { dateTime } from "~/lib/format";
import { useTyped } from "~/lib/use-typed";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Select } from "~/ui/Select";
import { Empty } from "~/ui/States";
import css from "./audit.module.css";
import { type AuditFilters, auditFilters } from "./filters";
import { auditQuery } from "./queries";
import { ACTION_NAMES, actionLabel, actorLabel, KIND_NAMES, kindLabel } from "./words";

const ALL = "";

/** The names there are, and the one that is chosen even if this site does not know it. */
function choices(names: string[], chosen: string | undefined, label: (name: string) => string) {
  const all = chosen && !names.includes(chosen) ? [...names, chosen] : names;
  return [
    { value: ALL, label: m.audit_all() },
    ...all.map((value) => ({ value, label: label(value) })).sort((a, b) => a.label.localeCompare(b.label)),
  ];
}

type FilterProps = { filters: AuditFilters; onChange: (change: AuditFilters) => void };

function Filters({ filters, onChange }: FilterProps) {
  const commit = (name: "du" | "au") => (day: string) => {
    if (day !== INCOMPLETE_DATE) onChange({ [name]: day || undefined });
  };
  const [from, setFrom] = useTyped(filters.du ?? "", commit("du"));
  const [to, setTo] = useTyped(filters.au ?? "", commit("au"));
  return (
    <search className={css.filters} aria-label={m.audit_filters()}>
      <Select
        label={m.audit_action()}
        value={filters.action ?? ALL}
        choices={choices(ACTION_NAMES, filters.action, actionLabel)}
        onChange={(action) => onChange({ action: action || undefined })}
      />
      <Select
        label={m.audit_subject()}
        value={filters.objet ?? ALL}
        choices={choices(KIND_NAMES, filters.objet, kindLabel)}
        onChange={(objet) => onChange({ objet: objet || undefined })}
      />
      <DateField label={m.audit_from()} value={from} onChange={setFrom} />
      <DateField label={m.audit_to()} value={to} onChange={setTo} />
    </search>
  );
}

/** One person or one record: chosen in the list, let go here. */
function Only({ filters, onChange, entries }: FilterProps & { entries: AuditEntry[] }) {
  const who = entries.find((entry) => entry.actor.id === filters.par)?.actor;
  const x = <X size={16} aria-hidden="true" />;
  return (
    <div className={css.only}>
      {filters.par && (
        <Button look="secondary" small icon={x} onPress={() => onChange({ par: undefined })}>
          {m.audit_only_actor({ name: who ? actorLabel(who) : filters.par })}
        </Button>
      )}
      {filters.fiche && (
        <Button look="secondary" small icon={x} onPress={() => onChange({ fiche: undefined })}>
          {m.audit_only_subject({ id: filters.fiche })}
        </Button>
      )}
      {Object.values(filters).some(Boolean) && (
        <Button
          look="quiet"
          small
          onPress={() =>
            onChange({
              action: undefined,
              objet: undefined,
              fiche: undefined,
              par: undefined,
              du: undefined,
              au: undefined,
            })
          }
        >
          {m.audit_reset()}
        </Button>
      )}
    </div>
  );
}

function Entry({ entry, filters }: { entry: AuditEntry; filters: AuditFilters }) {
  const { actor, subject } = entry;
  return (
    <li>
      <h2>
        {actionLabel(entry.action)} <code>{entry.action}</code>
      </h2>
      <p className={css.meta}>
        <time dateTime={entry.at}>{dateTime(entry.at)}</time>
        <span>
          {actor.id ? (
            <Link
              to="/administration/$"
              params={{ _splat: "journal" }}
              search={{ ...filters, par: actor.id }}
              preload={false}
            >
              {actorLabel(actor)}
            </Link>
          ) : (
            actorLabel(actor)
          )}
        </span>
        <span>
          {kindLabel(subject.kind)}
          {entry.revision != null && `, ${m.audit_revision({ n: entry.revision })}`}
        </span>
        {subject.id && (
          <Link
            to="/administration/$"
            params={{ _splat: "journal" }}
            search={{ ...filters, fiche: subject.id }}
            preload={false}
          >
            <code>{subject.id}</code>
          </Link>
        )}
        {entry.detail && <code>{entry.detail}</code>}
      </p>
    </li>
  );
}

/** Who did what, the newest first. */
export function AuditPage({ search }: { search: Record<string, unknown> }) {
  const navigate = useNavigate();
  const filters = auditFilters(search);
  const query = useInfiniteQuery(auditQuery(filters));
  const change = (changed: AuditFilters) =>
    void navigate({
      to: "/administration/$",
      params: { _splat: "journal" },
      search: { ...filters, ...changed },
      replace: true,
      resetScroll: false,
    });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={m.audit_title()} lead={m.audit_lead()}>
      <Filters filters={filters} onChange={change} />
      <Only filters={filters} onChange={change} entries={entries} />
      <Results query={query} rows={8} empty={<Empty title={m.audit_empty()}>{m.audit_empty_text()}</Empty>}>
        {(found) => (
          <ol className={css.entries} aria-busy={query.isPlaceholderData || undefined}>
            {found.map((entry) => (
              <Entry key={entry.id} entry={entry} filters={filters} />
            ))}
          </ol>
        )}
      </Results>
    </Page>
  );
}

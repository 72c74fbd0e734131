import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import type { SyncConflict } from "~/api/types";
import { Comparison } from "~/features/directory/Comparison";
import type { Said } from "~/features/directory/compare";
import { dateTime } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Button } from "~/ui/Button";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Results } from "~/ui/Results";
import { Segments } from "~/ui/Segments";
import { Actions, Empty } from "~/ui/States";
import { conflictsQuery } from "./queries";
import css from "./regions.module.css";
import { decisionLabel, goneText, likenessText, REGIONS, whyText } from "./words";

const SettleDialog = lazy(() => import("./SettleDialog"));

type View = "ouverts" | "regles";

/** What partner regions said and a person settles, the oldest first; and what was settled, with why. */
export function Conflicts({ view }: { view: View }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(conflictsQuery(view === "regles"));
  const none =
    view === "regles" ? (
      <Empty title={m.regions_nothing_settled()} />
    ) : (
      <Empty title={m.regions_nothing()}>{m.regions_nothing_text()}</Empty>
    );
  return (
    <>
      <div className={css.view}>
        <Segments<View>
          label={m.regions_view()}
          value={view}
          choices={[
            { value: "ouverts", label: m.regions_to_settle() },
            { value: "regles", label: m.regions_settled() },
          ]}
          onChange={(vue) =>
            void navigate({
              to: "/administration/$",
              params: { _splat: "regions" },
              search: vue === "ouverts" ? {} : { vue },
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
      <Results query={query} rows={3} empty={none}>
        {(items) => (
          <ul className={css.entries}>
            {items.map((conflict) => (
              <Conflict key={conflict.id} conflict={conflict} />
            ))}
          </ul>
        )}
      </Results>
    </>
  );
}

function Conflict({ conflict }: { conflict: SyncConflict }) {
  const [asked, setAsked] = useState<SyncConflict["status"]>();
  const { reason, status, detail, note, settled_at } = conflict;
  // What a region withdraws it names by its id alone.
  const name = String(conflict.current?.name ?? conflict.name);
  return (
    <li>
      <h3>
        {conflict.record_id ? (
          <Link to="/annuaire/$slug" params={{ slug: conflict.record_id }}>
            {name}
          </Link>
        ) : (
          name
        )}
        {status !== "open" && (
          <Badge tone={status === "taken" ? "done" : "plain"}>
            {status === "taken" ? m.regions_was_taken() : m.regions_was_dismissed()}
          </Badge>
        )}
      </h3>
      <p>
        {whyText(reason)} {detail && <code>{detail}</code>}
      </p>
      <p className={css.meta}>
        <span>{REGIONS[conflict.authority]()}</span>
        <span>
          {m.regions_origin({
            system: conflict.system,
            id: conflict.external_id,
            revision: conflict.source_revision,
          })}
        </span>
        <time dateTime={settled_at ?? conflict.created_at}>
          {dateTime(settled_at ?? conflict.created_at)}
        </time>
      </p>
      {note && <blockquote>{note}</blockquote>}
      {status === "open" && <HeldAgainst conflict={conflict} />}
      {conflict.allowed_transitions.length > 0 && (
        <Actions>
          {conflict.allowed_transitions.map((to) => (
            <Button
              key={to}
              small
              look={to === "taken" ? "primary" : "secondary"}
              aria-label={`${decisionLabel(reason, to)}, ${name}`}
              onPress={() => setAsked(to)}
            >
              {decisionLabel(reason, to)}
            </Button>
          ))}
        </Actions>
      )}
      <Suspense>
        {asked && (
          <SettleDialog conflict={conflict} name={name} to={asked} onClose={() => setAsked(undefined)} />
        )}
      </Suspense>
    </li>
  );
}

/** What the region says beside the record here, and beside others that may be of the same organization. */
function HeldAgainst({ conflict }: { conflict: SyncConflict }) {
  const region = REGIONS[conflict.authority]();
  // Whose record it is, a region need not say of its own.
  const there: Said = { territory: conflict.authority, ...conflict.data };
  const here = conflict.current as Said | undefined;
  // The record here was taken over from what is said, but for its numbers: the other one is what counts.
  const others = conflict.reason === "number_taken";
  const gone = there.name === undefined && typeof there.reason === "string" ? there.reason : undefined;
  if (gone) return <p>{goneText(gone)}</p>;
  return (
    <>
      {!others && here && (
        <Comparison
          caption={m.regions_compare({ name: conflict.name })}
          sides={[region, m.regions_here()]}
          there={there}
          here={here}
        />
      )}
      {!others && !here && <p className={css.meta}>{m.regions_nothing_here()}</p>}
      {conflict.likely_matches?.map((match, number) => {
        const name = String(match.data.name ?? match.slug);
        return (
          <Disclosure key={match.id} title={likenessText(match, name)} open={others && number === 0}>
            <Comparison
              caption={m.regions_compare({ name })}
              sides={[region, name]}
              there={there}
              here={match.data as Said}
            />
            <p>
              <Link to="/annuaire/$slug" params={{ slug: match.slug }}>
                {m.regions_open_record({ name })}
              </Link>
            </p>
          </Disclosure>
        );
      })}
    </>
  );
}

import { useQuery } from "@tanstack/react-query";
import Check from "lucide-react/icons/check";
import Minus from "lucide-react/icons/minus";
import Pause from "lucide-react/icons/pause";
import type { Charter } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { list } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Stack } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { Words } from "~/ui/Words";
import css from "./totems.module.css";
import { charterQuery, isManager } from "./work-queries";

const ICONS = { fulfilled: Check, paused: Pause, missing: Minus };

/** What every Totem must offer, what of it this one does, and who else covers the rest. */
export default function CharterSection({ slug }: { slug: string }) {
  const me = useMe();
  const charter = useQuery(charterQuery(slug));
  return (
    <Stack>
      {charter.isPending && <Loading rows={3} />}
      {charter.isLoadingError && <Failed error={charter.error} onRetry={() => charter.refetch()} />}
      {charter.data && (
        <>
          <p>
            {charter.data.conforms
              ? m.charter_conforms()
              : m.charter_fulfilled({ fulfilled: charter.data.fulfilled, all: charter.data.items.length })}
          </p>
          <ul className={css.charter}>
            {charter.data.items.map((item) => (
              <Item key={item.item} item={item} />
            ))}
          </ul>
          {charter.data.items.some((item) => item.state === "missing") && <p>{m.charter_missing()}</p>}
        </>
      )}
      {isManager(me, slug) && (
        <p>
          <Link to="/travail/$totem/services/$" params={{ totem: slug, _splat: "" }}>
            {m.charter_edit()}
          </Link>
        </p>
      )}
    </Stack>
  );
}

function Item({ item }: { item: Charter["items"][number] }) {
  const { state, services, covered_by: others } = item;
  const Icon = ICONS[state];
  const by = list(services.map((service) => words(service.name)));
  return (
    <li data-state={state}>
      <Icon size={18} aria-hidden="true" />
      <div>
        <p>
          <Words text={item.label} />
          <span className="visually-hidden">
            {" "}
            – {{ fulfilled: m.charter_yes, paused: m.charter_paused, missing: m.charter_no }[state]()}
          </span>
        </p>
        {state !== "missing" && by !== words(item.label) && (
          <p className={css.site}>{state === "paused" ? m.charter_paused_by({ services: by }) : by}</p>
        )}
        {others.length > 0 && (
          <p className={css.site}>
            {m.charter_elsewhere({ cities: list(others.map((totem) => totem.city)) })}
          </p>
        )}
      </div>
    </li>
  );
}

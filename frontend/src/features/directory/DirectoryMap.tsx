import { useQuery } from "@tanstack/react-query";
import X from "lucide-react/icons/x";
import { useMemo, useState } from "react";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { MapOf } from "~/ui/map/Map";
import { MarkIcon } from "~/ui/map/marks";
import type { Box } from "~/ui/map/types";
import { FAMILIES, type Family, familyOf, MARKS } from "./families";
import type { DirectoryFilters } from "./filters";
import { kindLabel } from "./labels";
import css from "./map.module.css";
import { type OnMap, onMapQuery } from "./on-map";

/** Of those that stand in one place so many are named; the list has them all. */
const NAMED = 6;

type Props = {
  filters: DirectoryFilters;
  box?: Box | undefined;
  lit?: string | undefined;
  onLight?: (id: string | undefined) => void;
  onMove?: (box: Box) => void;
  /** On somebody else's page links open a page of their own. */
  apart?: boolean;
};

function Legend({ families }: { families: Set<Family> }) {
  return (
    <ul className={css.legend} aria-label={m.map_legend()}>
      {(Object.keys(FAMILIES) as Family[])
        .filter((family) => families.has(family))
        .map((family) => (
          <li key={family}>
            <MarkIcon mark={FAMILIES[family].mark} />
            {FAMILIES[family].label()}
          </li>
        ))}
    </ul>
  );
}

function Name({ place, apart }: { place: OnMap; apart: boolean | undefined }) {
  if (apart) {
    return (
      <a href={`/annuaire/${place.slug}`} target="_blank" rel="noopener">
        {place.name}
      </a>
    );
  }
  return (
    <Link to="/annuaire/$slug" params={{ slug: place.slug }}>
      {place.name}
    </Link>
  );
}

/** What was chosen on the map, in words. */
function Picked({
  places,
  apart,
  onClose,
}: {
  places: OnMap[];
  apart: boolean | undefined;
  onClose: () => void;
}) {
  return (
    <section className={css.picked} aria-label={m.map_picked()}>
      <ul>
        {places.slice(0, NAMED).map((place) => (
          <li key={place.id}>
            <MarkIcon mark={FAMILIES[familyOf(place.kinds)].mark} />
            <span>
              <Name place={place} apart={apart} />
              <span className={css.kind}>
                {[place.kinds.map(kindLabel).join(", "), place.locality].filter(Boolean).join(" · ")}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {places.length > NAMED && (
        <p className={css.kind}>{m.map_more_here({ n: number(places.length - NAMED) })}</p>
      )}
      <Button look="quiet" small icon={<X size={16} aria-hidden="true" />} onPress={onClose}>
        {m.close()}
      </Button>
    </section>
  );
}

/** The directory on the map, under the filters of its list. */
export default function DirectoryMap({ filters, box, lit, onLight, onMove, apart }: Props) {
  const { data: found, isError } = useQuery(onMapQuery(filters));
  const [ids, setIds] = useState<string[]>([]);
  const [own, setOwn] = useState<string>();
  const places = useMemo(
    () => (found ?? []).map((place) => ({ ...place, mark: familyOf(place.kinds) })),
    [found],
  );
  const picked = places.filter((place) => ids.includes(place.id));
  const families = new Set(places.map((place) => place.mark));
  return (
    <div className={css.frame}>
      <MapOf
        className={css.map}
        label={m.map_directory_label({ n: number(places.length) })}
        places={places}
        marks={MARKS}
        box={box}
        lit={lit ?? own ?? ids[0]}
        onLight={onLight ?? setOwn}
        onPick={setIds}
        onMove={onMove}
      />
      {picked.length > 0 && <Picked places={picked} apart={apart} onClose={() => setIds([])} />}
      {isError && <p role="alert">{m.map_failed()}</p>}
      {found?.length === 0 && <p>{m.map_nowhere()}</p>}
      {places.length > 0 && <Legend families={families} />}
    </div>
  );
}

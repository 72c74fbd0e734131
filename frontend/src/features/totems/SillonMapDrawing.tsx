import type { Totem } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import css from "./map.module.css";
import { DEPARTEMENTS, MOSELLE, project } from "./sillon-shapes";

/** Cities of the partner regions named in the sources. */
const NEIGHBOURS = [
  { name: m.city_luxembourg, longitude: 6.13, latitude: 49.611, left: true },
  { name: m.city_trier, longitude: 6.642, latitude: 49.757, left: false, below: true },
  { name: m.city_saarbruecken, longitude: 6.996, latitude: 49.235, left: false },
];

type Props = {
  totems: Totem[];
  /** One place stands out and the others are quiet. */
  current?: string;
  /** The place pointed at, here or in the list beside. */
  lit?: string | undefined;
  onLight?: (slug: string | undefined) => void;
};

export default function SillonMapDrawing({ totems, current, lit, onLight }: Props) {
  return (
    <svg viewBox="66 0 322 412" className={css.map}>
      <title>{m.map_label()}</title>
      {Object.entries(DEPARTEMENTS).map(([code, path]) => (
        <path key={code} d={path} className={css.land} />
      ))}
      <path d={MOSELLE} className={css.river} />
      {NEIGHBOURS.map((city) => {
        const { x, y } = project(city.longitude, city.latitude);
        return (
          <g key={city.latitude}>
            <circle cx={x} cy={y} r={3} className={css.neighbourDot} />
            <text
              x={x + (city.left ? -7 : 7)}
              y={y + ("below" in city ? 16 : 4)}
              textAnchor={city.left ? "end" : "start"}
              className={css.neighbour}
            >
              {city.name()}
            </text>
          </g>
        );
      })}
      {totems.map((totem) => {
        if (totem.longitude == null || totem.latitude == null) return null;
        const { x, y } = project(totem.longitude, totem.latitude);
        const strong = current === undefined || current === totem.slug;
        // Where the river leaves to the right, at both ends, the name goes to the left.
        const side =
          totem.latitude < 48.4 || totem.latitude > 49.3
            ? { x: x - 15, textAnchor: "end" as const }
            : { x: x + 15 };
        return (
          <Link
            key={totem.id}
            to="/totems/$slug"
            params={{ slug: totem.slug }}
            className={css.place ?? ""}
            data-lit={totem.slug === lit || undefined}
            onPointerEnter={() => onLight?.(totem.slug)}
            onPointerLeave={() => onLight?.(undefined)}
          >
            {strong ? (
              <>
                <circle cx={x} cy={y} r={9} className={css.halo} />
                <circle cx={x} cy={y} r={3.5} className={css.core} />
              </>
            ) : (
              <circle cx={x} cy={y} r={5} className={css.quietDot} />
            )}
            <text {...side} y={strong ? y + 1 : y + 6} className={css.name}>
              {totem.city}
            </text>
            {strong && (
              <text {...side} y={y + 15} className={css.site}>
                {totem.name.split(",")[0]}
              </text>
            )}
          </Link>
        );
      })}
    </svg>
  );
}

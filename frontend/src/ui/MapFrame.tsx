import { type ReactNode, useId, useState } from "react";
import { m } from "~/paraglide/messages.js";
import { cx } from "./cx";
import css from "./map-frame.module.css";
import { WhenSeen } from "./WhenSeen";

export type MapPlace = {
  id: string;
  /** Its name, as a link to where more is said. */
  name: ReactNode;
  text?: ReactNode;
  /** The place the page is about. */
  here?: boolean;
};

type Props = {
  title: string;
  heading?: "h2" | "h3";
  places: MapPlace[];
  /** The drawing, loaded late by its caller. It marks `lit` and says with `onLight` what is pointed at. */
  children: (map: { lit: string | undefined; onLight: (id: string | undefined) => void }) => ReactNode;
  /** List and map side by side where there is room. */
  wide?: boolean;
};

/** A map and the list of what is on it, in step: pointing at one lights the other, and the list does without the map. */
export function MapFrame({ title, heading: Heading = "h2", places, children, wide }: Props) {
  const id = useId();
  const [lit, onLight] = useState<string>();
  return (
    <section className={cx(css.frame, wide && css.wide)} aria-labelledby={`${id}-title`}>
      <Heading id={`${id}-title`}>{title}</Heading>
      <a href={`#${id}-list`} className={css.skip}>
        {m.map_skip()}
      </a>
      <WhenSeen className={css.map}>{children({ lit, onLight })}</WhenSeen>
      <ul id={`${id}-list`} tabIndex={-1} className={css.list}>
        {places.map((place) => (
          <li
            key={place.id}
            data-lit={place.id === lit || undefined}
            data-here={place.here || undefined}
            onPointerEnter={() => onLight(place.id)}
            onPointerLeave={() => onLight(undefined)}
            onFocus={() => onLight(place.id)}
            onBlur={() => onLight(undefined)}
          >
            <span className={css.name}>{place.name}</span>
            {place.text && <span className={css.text}>{place.text}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

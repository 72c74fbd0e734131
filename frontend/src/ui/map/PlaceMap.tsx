import { useMemo } from "react";
import { m } from "~/paraglide/messages.js";
import { MapOf } from "./Map";
import css from "./map.module.css";
import type { Mark } from "./marks";

type Props = {
  /** What stands there, and its address, which the page writes beside the map. */
  name: string;
  address: string;
  longitude: number;
  latitude: number;
  mark: Mark;
};

const nothing = () => {};

/** Where one thing is; nothing on it is to be chosen. */
export default function PlaceMap({ name, address, longitude, latitude, mark }: Props) {
  const places = useMemo(() => [{ id: "here", longitude, latitude, mark: "here" }], [longitude, latitude]);
  const marks = useMemo(() => ({ here: mark }), [mark]);
  return (
    <MapOf
      className={css.place}
      label={m.map_place_label({ name, address })}
      places={places}
      marks={marks}
      onLight={nothing}
      onPick={nothing}
      without={m.map_place_without()}
    />
  );
}

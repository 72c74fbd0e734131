import type { Mark } from "./marks";

/** West, south, east, north, in degrees. */
export type Box = readonly [number, number, number, number];

export type Place = {
  id: string;
  longitude: number;
  latitude: number;
  /** Which of the marks it has. */
  mark: string;
};

export type MapProps = {
  /** What the map shows, for whoever does not see it. */
  label: string;
  places: Place[];
  marks: Record<string, Mark>;
  /** What is shown at first; else all places. */
  box?: Box | undefined;
  lit?: string | undefined;
  onLight: (id: string | undefined) => void;
  /** What was chosen: one place, or several that stand in one; none where there is nothing. */
  onPick: (ids: string[]) => void;
  /** What is shown after somebody moved the map. */
  onMove?: ((box: Box) => void) | undefined;
};

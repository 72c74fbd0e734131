import type { Box } from "~/ui/map/types";

/** `west,south,east,north` as the address and the contract write it; nothing where it is none. */
export function readBox(text: string | undefined): Box | undefined {
  const numbers = text?.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part))) ?? [];
  const [west = Number.NaN, south = Number.NaN, east = Number.NaN, north = Number.NaN] = numbers;
  const within = west >= -180 && east <= 180 && south >= -90 && north <= 90;
  return numbers.length === 4 && within && west < east && south < north
    ? [west, south, east, north]
    : undefined;
}

export function writeBox(box: Box): string {
  return box.join(",");
}

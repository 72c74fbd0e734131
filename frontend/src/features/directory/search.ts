import { many, one, several } from "~/app/search";
import { readBox } from "./box";
import { type DirectoryFilters, MORE, PLACES, type Place, SORTS } from "./filters";
import { KINDS, STAGES } from "./kinds";

/** `lat,lon`, as the service reads it. */
function point(value: unknown): string | undefined {
  const text = one(value);
  return text && /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/.test(text) ? text : undefined;
}

/** The place of these codes, if they are those of one. */
function placeOf(codes: { nuts3?: string[] | undefined; country?: string[] | undefined }): Place | undefined {
  const said = (of: typeof codes) => `${of.nuts3 ?? ""} ${of.country ?? ""}`;
  return (Object.keys(PLACES) as Place[]).find((place) => said(PLACES[place]) === said(codes));
}

/** For `validateSearch`: the filters of the directory, as its page and the map for partners take them. */
export function validDirectory(search: Record<string, unknown>): DirectoryFilters {
  const bbox = one(search.bbox);
  const near = point(search.near);
  const more = Object.fromEntries(MORE.map((name) => [name, several(search[name])]));
  const place = placeOf(more);
  return {
    ...more,
    ...(place ? { nuts3: undefined, country: undefined } : {}),
    q: one(search.q),
    kinds: many(search.kinds, KINDS),
    place: many(search.place, Object.keys(PLACES))?.[0] ?? place,
    commune_code: several(search.commune_code),
    sectors: several(search.sectors),
    stage: many(search.stage, STAGES),
    bbox: readBox(bbox) && bbox,
    near,
    radius_km: near && one(search.radius_km),
    founded_on_gte: one(search.founded_on_gte),
    founded_on_lte: one(search.founded_on_lte),
    nearby: near && one(search.nearby),
    sort: many(search.sort, SORTS)?.[0],
  };
}

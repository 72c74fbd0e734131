import { many, one, several } from "~/app/search";
import { readBox } from "./box";
import { KINDS, STAGES } from "./kinds";
import { type DirectoryFilters, PLACES, SORTS } from "./queries";

/** `lat,lon`, as the service reads it. */
function point(value: unknown): string | undefined {
  const text = one(value);
  return text && /^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/.test(text) ? text : undefined;
}

/** For `validateSearch`: the filters of the directory, as its page and the map for partners take them. */
export function validDirectory(search: Record<string, unknown>): DirectoryFilters {
  const bbox = one(search.bbox);
  const near = point(search.near);
  return {
    q: one(search.q),
    kinds: many(search.kinds, KINDS),
    place: many(search.place, Object.keys(PLACES))?.[0],
    commune_code: several(search.commune_code),
    sectors: several(search.sectors),
    stage: many(search.stage, STAGES),
    bbox: readBox(bbox) && bbox,
    near,
    nearby: near && one(search.nearby),
    sort: many(search.sort, SORTS)?.[0],
  };
}

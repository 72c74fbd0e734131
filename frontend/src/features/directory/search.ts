import { many, one, several } from "~/app/search";
import { readBox } from "./box";
import { KINDS, STAGES } from "./kinds";
import { type DirectoryFilters, PLACES } from "./queries";

/** For `validateSearch`: the filters of the directory, as its page and the map for partners take them. */
export function validDirectory(search: Record<string, unknown>): DirectoryFilters {
  const bbox = one(search.bbox);
  return {
    q: one(search.q),
    kinds: many(search.kinds, KINDS),
    place: many(search.place, Object.keys(PLACES))?.[0],
    commune_code: several(search.commune_code),
    sectors: several(search.sectors),
    stage: many(search.stage, STAGES),
    bbox: readBox(bbox) && bbox,
  };
}

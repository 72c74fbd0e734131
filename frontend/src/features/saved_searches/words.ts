import { type DirectoryFilters, MORE, type Place } from "~/features/directory/filters";
import { kindLabel, placeLabel } from "~/features/directory/labels";
import { stageLabel } from "~/features/directory/stages";
import { m } from "~/paraglide/messages.js";

function around({ near, nearby, radius_km }: DirectoryFilters): string | undefined {
  if (!near) return undefined;
  if (nearby) return m.saved_near_place({ place: nearby });
  return radius_km ? m.saved_near_km({ km: radius_km }) : m.saved_near();
}

/** What a search looks for, in words. */
export function searchWords(filters: DirectoryFilters): string {
  const { q, kinds, place, sectors, stage, commune_code, bbox, founded_on_gte, founded_on_lte } = filters;
  const more = founded_on_gte || founded_on_lte || MORE.some((name) => filters[name]?.length);
  const parts = [
    q && m.saved_words({ words: q }),
    ...(kinds ?? []).map(kindLabel),
    ...(stage ?? []).map(stageLabel),
    ...(sectors ?? []),
    place && placeLabel(place as Place),
    ...(commune_code ?? []).map((code) => m.saved_commune({ code })),
    around(filters),
    bbox && m.saved_box(),
    more && m.saved_more(),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : m.saved_everything();
}

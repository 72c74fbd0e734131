// Which services of which Totem a need said in a few words may mean, in whichever of the three languages.
import type { Totem, TotemService } from "~/api/types";
import { familyLabel } from "~/features/totems/labels";

export type Place = { name: string; latitude: number; longitude: number };
export type FoundTotem = { totem: Totem; km: number | undefined; services: TotemService[] };

function parts(text: string): string[] {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.split(/[^\p{L}\d]+/u).filter((part) => part.length > 3);
}

/** All that a service says of itself. */
function said(service: TotemService): string[] {
  const texts = [service.name, service.description, service.eligibility].flatMap((text) =>
    Object.values(text ?? {}).filter((words) => typeof words === "string"),
  );
  return [...texts, familyLabel(service.family)].flatMap(parts);
}

/** "financer" finds "financement", "bureaux" finds "bureau": words with the same beginning. */
const begins = (part: string) => part.slice(0, Math.max(4, part.length - 2));

/** How well each service answers the words: a word that all of them say tells nothing. */
function scores(services: TotemService[], typed: string): Map<TotemService, number> {
  const documents = services.map((service) => ({ service, words: said(service) }));
  const score = new Map<TotemService, number>();
  for (const part of new Set(parts(typed))) {
    const start = begins(part);
    const holding = documents.filter(({ words }) => words.some((word) => word.startsWith(start)));
    const weight = holding.length === 0 ? 0 : Math.log(documents.length / holding.length);
    for (const { service } of holding) score.set(service, (score.get(service) ?? 0) + weight);
  }
  return score;
}

/** Along the surface of the earth, which is flat enough over a few hundred kilometres. */
export function kilometres(from: Place, to: Totem): number | undefined {
  if (typeof to.latitude !== "number" || typeof to.longitude !== "number") return undefined;
  const north = (to.latitude - from.latitude) * 111.2;
  const east = (to.longitude - from.longitude) * 111.2 * Math.cos((from.latitude * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** The Totems that offer something for these words, the nearest first, each with what fits best first. */
export function findServices(totems: Totem[], typed: string, place: Place | undefined): FoundTotem[] {
  const open = totems.filter((totem) => totem.status !== "closed");
  const active = open.flatMap((totem) => totem.services.filter((service) => service.status === "active"));
  const score = scores(active, typed);
  const of = (service: TotemService) => score.get(service) ?? 0;
  const best = Math.max(0, ...score.values());
  return open
    .map((totem) => ({
      totem,
      km: place && kilometres(place, totem),
      // What fits much less than the best is noise.
      services: totem.services
        .filter((service) => of(service) > 0 && of(service) >= best / 2)
        .sort((a, b) => of(b) - of(a)),
    }))
    .filter(({ services }) => services.length > 0)
    .sort((a, b) => (a.km ?? 0) - (b.km ?? 0));
}

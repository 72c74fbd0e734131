import { describe, expect, it } from "vitest";
import type { Totem, TotemService } from "~/api/types";
import { findServices, kilometres } from "./found";

function service(slug: string, family: TotemService["family"], fr: string, de: string): TotemService {
  return {
    id: slug,
    slug,
    totem_id: "t",
    family,
    status: "active",
    name: { fr: slug },
    description: { fr, de },
    languages: ["fr"],
    access: "anyone",
    response_target_days: 5,
    revision: 1,
    updated_at: "2027-01-01T00:00:00Z",
  };
}

function totem(city: string, latitude: number, longitude: number, services: TotemService[]): Totem {
  return {
    id: city,
    slug: city.toLowerCase(),
    code: "X",
    name: city,
    city,
    description: { fr: "" },
    status: "open",
    address: { locality: city },
    latitude,
    longitude,
    position_precision: "commune",
    calendar: "national",
    closures: [],
    opening_hours: [],
    features: [],
    sources: [],
    services,
    revision: 1,
    updated_at: "2027-01-01T00:00:00Z",
  };
}

const offer = () => [
  service(
    "immobilier",
    "real_estate",
    "Chercher un poste, un bureau, un local, pour longtemps.",
    "Räume, ein Büro suchen.",
  ),
  service(
    "financement",
    "financing",
    "Demander des aides et des prêts pour son projet.",
    "Förderungen und Darlehen für das Vorhaben.",
  ),
];
const metz = totem("Metz", 49.11, 6.18, offer());
const nancy = totem("Nancy", 48.69, 6.18, offer());

describe("a need in a few words", () => {
  const found = (words: string) => findServices([metz, nancy], words, undefined);
  const slugs = (words: string) => found(words)[0]?.services.map((one) => one.slug);

  it("finds what begins alike, without accents, in any of the languages", () => {
    expect(slugs("deux bureaux pour janvier")).toEqual(["immobilier"]);
    expect(slugs("un pret")).toEqual(["financement"]);
    expect(slugs("Ein Darlehen, bitte")).toEqual(["financement"]);
    expect(slugs("buro")).toEqual(["immobilier"]);
  });

  it("is not found by words that every service says, nor by those that none does", () => {
    expect(found("pour")).toEqual([]);
    expect(found("dentiste")).toEqual([]);
    expect(found("")).toEqual([]);
  });

  it("leads to the nearest Totem first", () => {
    const place = { name: "Toul", latitude: 48.68, longitude: 5.89 };
    const cities = findServices([metz, nancy], "bureau", place).map((one) => one.totem.city);
    expect(cities).toEqual(["Nancy", "Metz"]);
    expect(kilometres(place, nancy)).toBeCloseTo(21.3, 0);
  });

  it("leads to no service that is paused", () => {
    const paused = totem(
      "Metz",
      49.11,
      6.18,
      offer().map((one) => ({ ...one, status: "paused" as const })),
    );
    expect(findServices([paused, nancy], "bureau", undefined).map((one) => one.totem.city)).toEqual([
      "Nancy",
    ]);
  });
});

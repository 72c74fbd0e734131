import { describe, expect, it } from "vitest";
import type { InboxItem, Me, OrganizationSummary, Totem } from "~/api/types";
import { fits, fromDirectory, known } from "./found";

const service = (slug: string, name: string, description: string, status = "active") => ({
  slug,
  name: { fr: name },
  description: { fr: description },
  status,
});
const TOTEMS = [
  {
    slug: "metz",
    name: "TCRM-Blida",
    city: "Metz",
    services: [
      service("financement", "Financement", "Aides, prêts et investisseurs"),
      service("ferme", "Atelier", "En pause", "paused"),
    ],
  },
  {
    slug: "nancy",
    name: "Pôle Renaissance",
    city: "Nancy",
    services: [service("financement", "Financement", "Aides, prêts et investisseurs")],
  },
] as unknown as Totem[];
const AGENT = {
  roles: [{ role: "agent", totem: { id: "1", slug: "metz", name: "TCRM-Blida" } }],
} as unknown as Me;
const REQUEST = {
  id: "r1",
  subject: "Préparer une levée",
  reference: "MTZ-7K3Q-9F2A",
  contact_name: "Camille Exemple",
  service: { name: { fr: "Financement" } },
} as unknown as InboxItem;

const found = (q: string, me: Me | null = null) =>
  Object.fromEntries(
    known(q, {
      me,
      totems: TOTEMS,
      inboxes: me ? [{ totem: "metz", items: [REQUEST] }] : [],
    }).map((group) => [group.id, group.items.map((item) => item.href)]),
  );

describe("words", () => {
  it("are found by their beginnings, without accents and in any order", () => {
    expect(fits("epi", "Épinal")).toBe(true);
    expect(fits("lorraine univ", "Université de Lorraine")).toBe(true);
    expect(fits("coeur", "Au cœur de la ville")).toBe(true);
    expect(fits("versite", "Université")).toBe(false);
    expect(fits("metz piscine", "Totem de Metz")).toBe(false);
  });

  it("that are none find nothing", () => {
    expect(fits("?!", "Totem")).toBe(false);
  });
});

describe("what is known without the service", () => {
  it("is the pages, before anything is typed", () => {
    expect(found("").pages).toContain("/demander");
    expect(found("").pages).toContain("/connexion");
    expect(found("", AGENT).pages).not.toContain("/connexion");
    expect(found("", AGENT).pages?.[0]).toBe("/travail/metz");
  });

  it("is a Totem by its city, without each of its services", () => {
    expect(found("nancy")).toMatchObject({ totems: ["/totems/nancy"] });
    expect(found("nancy").services).toBeUndefined();
  });

  it("is a service everywhere, or in the city that is named, unless it is paused", () => {
    expect(found("financement").services).toEqual([
      "/demander?totem=metz&service=financement&etape=details",
      "/demander?totem=nancy&service=financement&etape=details",
    ]);
    expect(found("prets metz").services).toEqual(["/demander?totem=metz&service=financement&etape=details"]);
    expect(found("atelier").services).toBeUndefined();
  });

  it("is an open request by subject, reference or name, for agents", () => {
    for (const q of ["levée", "mtz-7k3q", "camille"]) {
      expect(found(q, AGENT).requests, q).toEqual(["/travail/metz/r1"]);
      expect(found(q).requests, q).toBeUndefined();
    }
  });
});

describe("what the directory answers", () => {
  const labo = { slug: "loria", name: "LORIA", kinds: ["research_lab"] } as OrganizationSummary;

  it("ends with the way to everything it has", () => {
    const group = fromDirectory("lor & co", [labo], true);
    expect(group?.items.map((item) => item.href)).toEqual(["/annuaire/loria", "/annuaire?q=lor%20%26%20co"]);
  });

  it("leads on when nothing was found anywhere", () => {
    const group = fromDirectory("bâtir", [], false);
    expect(group?.id).toBe("next");
    expect(group?.items.map((item) => item.href)).toEqual([
      "/demander?mots=b%C3%A2tir",
      "/annuaire/proposer?nom=b%C3%A2tir",
    ]);
    expect(fromDirectory("bâtir", [], true)).toBeUndefined();
  });
});

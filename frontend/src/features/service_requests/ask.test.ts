import { describe, expect, it } from "vitest";
import type { Totem, TotemService } from "~/api/types";
import { EMPTY_DRAFT, problemsOf, stepOf, stepsFor } from "./ask";
import { servicesFor } from "./needs";

function service(
  slug: string,
  family: TotemService["family"],
  status: TotemService["status"] = "active",
): TotemService {
  return {
    id: slug,
    slug,
    family,
    status,
    totem_id: "t",
    name: { fr: slug },
    description: { fr: slug },
    languages: ["fr"],
    response_target_days: 5,
  };
}

const coaching = service("accompagnement", "coaching");
const premises = service("immobilier", "real_estate");
const totem: Totem = {
  id: "t",
  slug: "metz",
  code: "MTZ",
  name: "TCRM-Blida",
  city: "Metz",
  description: { fr: "" },
  status: "open",
  address: { locality: "Metz" },
  position_precision: "commune",
  calendar: "alsace_moselle",
  closures: [],
  features: [],
  sources: [],
  services: [coaching, premises, service("pause", "financing", "paused")],
  revision: 1,
  updated_at: "2026-01-01T00:00:00Z",
};
const filled = { ...EMPTY_DRAFT, subject: "Un avis", body: "Nous cherchons un premier avis." };

describe("the steps of the ask form", () => {
  it("are five at most, and four for who is signed in", () => {
    expect(stepsFor(false)).toHaveLength(5);
    expect(stepsFor(true)).not.toContain("vous");
  });

  it("begin with the need", () => {
    const state = {
      need: undefined,
      totem: undefined,
      service: undefined,
      draft: EMPTY_DRAFT,
      signedIn: false,
    };
    expect(stepOf({}, state)).toBe("besoin");
  });

  it("can not be skipped by an address", () => {
    const state = { need: "conseil" as const, totem, service: coaching, draft: EMPTY_DRAFT, signedIn: false };
    expect(stepOf({ etape: "relecture" }, state)).toBe("details");
    expect(stepOf({ etape: "relecture" }, { ...state, draft: filled })).toBe("vous");
    expect(stepOf({ etape: "relecture" }, { ...state, draft: filled, signedIn: true })).toBe("relecture");
  });

  it("do not ask for the need when a link names the service", () => {
    const state = { need: undefined, totem, service: coaching, draft: EMPTY_DRAFT, signedIn: false };
    expect(stepOf({ etape: "details" }, state)).toBe("details");
  });

  it("name the field that lacks something", () => {
    const state = { need: undefined, totem, service: undefined, draft: { ...EMPTY_DRAFT, email: "x@y" } };
    expect(Object.keys(problemsOf("totem", state))).toEqual(["service"]);
    expect(Object.keys(problemsOf("details", state))).toEqual(["subject", "body"]);
    expect(Object.keys(problemsOf("vous", state))).toEqual(["contact.name", "contact.email"]);
  });
});

describe("what a Totem offers for a need", () => {
  it("is what fits it, among what is active", () => {
    expect(servicesFor(totem, "local")).toEqual([premises]);
    expect(servicesFor(totem, undefined)).toEqual([coaching, premises]);
  });

  it("is everything rather than nothing", () => {
    expect(servicesFor(totem, "argent")).toEqual([coaching, premises]);
  });
});

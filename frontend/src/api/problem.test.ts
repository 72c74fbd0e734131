import { describe, expect, it } from "vitest";
import { ApiError, fieldErrors, fieldOf, offline, problemOf, speak } from "./problem";

const invalid = new ApiError({
  code: "invalid_body",
  title: "Des champs sont à corriger",
  status: 422,
  errors: [
    { pointer: "/contact/email", code: "invalid_email", detail: "Écrivez une adresse complète." },
    { pointer: "/service_id", code: "not_available", detail: "Ce service est en pause." },
  ],
});

describe("problem documents", () => {
  it("turn pointers into the names of fields", () => {
    expect(fieldOf("/contact/email")).toBe("contact.email");
    expect(fieldOf("/a~1b/c~0d")).toBe("a/b.c~d");
  });

  it("become messages under the fields the form has", () => {
    expect(fieldErrors(invalid, ["contact.email"])).toEqual({
      "contact.email": "Écrivez une adresse complète.",
    });
  });

  it("keep in the banner what belongs to no field of the form", () => {
    expect(speak(invalid, ["contact.email"]).text).toBe("Ce service est en pause.");
  });

  it("point to the fields when every message has its field", () => {
    expect(speak(invalid, ["contact.email", "service_id"]).title).toBe("Il reste quelque chose à corriger");
  });

  it("say how long to wait", () => {
    const response = new Response(null, { status: 429, headers: { "Retry-After": "30" } });
    const error = problemOf(response, { code: "too_many_requests", title: "x", status: 429 });
    expect(speak(error).text).toContain("30");
  });

  it("are made up for answers that are none", () => {
    const error = problemOf(new Response("<html>", { status: 502 }), "<html>");
    expect(error.status).toBe(502);
    expect(speak(error).title).toBe("Le service est momentanément indisponible");
  });

  it.each([
    [offline(), "Le service ne répond pas"],
    [
      new ApiError({ code: "invalid_credentials", title: "x", status: 401 }),
      "Adresse ou mot de passe inconnus",
    ],
    [new ApiError({ code: "authentication_required", title: "x", status: 401 }), "Vous n’êtes plus connecté"],
    [new ApiError({ code: "link_expired", title: "x", status: 410 }), "Ce lien a expiré"],
    [
      new ApiError({ code: "revision_mismatch", title: "x", status: 412 }),
      "Quelqu’un a changé cette fiche entre-temps",
    ],
    [new Error("boom"), "Cette page n’a pas pu s’afficher"],
  ])("name what happened: %s", (error, title) => {
    expect(speak(error).title).toBe(title);
  });
});

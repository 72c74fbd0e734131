import { expect, it } from "vitest";
import type { AnswerTemplate, ServiceRequest } from "~/api/types";
import { filled } from "./fill";

const request = {
  reference: "MTZ-7K3Q-9F2A",
  subject: "Un bureau",
  service: { name: { fr: "Immobilier", de: "Räume" } },
  totem: { name: "TCRM-Blida" },
  contact: { name: "Camille Exemple" },
  due_at: "2026-12-04T17:00:00Z",
} as unknown as ServiceRequest;

const template = (body: string, language: AnswerTemplate["language"]) =>
  ({ body, language }) as unknown as AnswerTemplate;

it("fills in what is of the request, in the language of the template", () => {
  const body = "Guten Tag {{contact_name}}, {{ service }} im {{totem}} ({{reference}}). {{agent}}";
  expect(filled(template(body, "de"), request, "Dominique")).toBe(
    "Guten Tag Camille Exemple, Räume im TCRM-Blida (MTZ-7K3Q-9F2A). Dominique",
  );
});

it("falls back to a language there is, and leaves what it does not know", () => {
  expect(filled(template("{{service}} {{x}}", "en"), request, "D")).toBe("Immobilier {{x}}");
});

import type { AnswerTemplate, ServiceRequest } from "~/api/types";
import { planDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";

/** What a template may name, with what people call it. */
export const TEMPLATE_FIELDS: Record<string, () => string> = {
  contact_name: m.template_field_contact_name,
  reference: m.template_field_reference,
  subject: m.template_field_subject,
  service: m.template_field_service,
  totem: m.template_field_totem,
  due_on: m.template_field_due_on,
  agent: m.template_field_agent,
};

/** A template with what is of this request; the language is the template's, for whoever asked reads it. */
export function filled(template: AnswerTemplate, request: ServiceRequest, agent: string): string {
  const { fr, de, en } = request.service.name;
  const service = { fr, de, en }[template.language] ?? fr ?? de ?? en ?? "";
  const values: Record<string, string> = {
    contact_name: request.contact.name,
    reference: request.reference,
    subject: request.subject,
    service,
    totem: request.totem.name,
    due_on: request.due_at ? planDate(request.due_at) : "",
    agent,
  };
  return template.body.replace(/\{\{\s*(\w+)\s*\}\}/g, (field, name: string) => values[name] ?? field);
}

type Op<R, Q = Record<string, never>, P = Record<string, never>, B = never> = {
  parameters: { query?: Q; header?: { "Idempotency-Key"?: string };  cookie?: never } & (P extends Id ? { path: P } : { path?: never });
  requestBody?: [B] extends [never] ? never : { content: { "application/json": B } };
  responses: { 200: { headers: Record<string, unknown>; content: { "application/json": R } } };
};
type S = components["schemas"];
type Id = { id: string };
type Page = { limit?: number; cursor?: string };
type OrgQuery = Page & { q?: string; kinds?: string[]; nuts3?: string[]; country?: string[]; sort?: string; count?: boolean };
type No = Record<string, never>;
export interface paths {
  "/v1/organizations": { get: Op<S["OrganizationPage"], OrgQuery>; post: Op<S["Organization"], No, No, unknown> };
  "/v1/organizations/{id}": { get: Op<S["Organization"], No, Id> };
  "/v1/reference/sources": { get: Op<{ items: S["ReferenceSource"][] }> };
  "/v1/totems": { get: Op<{ items: S["Totem"][]; next_cursor?: string }, Page> };
  "/v1/totems/{id}": { get: Op<S["Totem"], No, Id> };
  "/v1/totems/{id}/inbox": { get: Op<S["Inbox"], Page & { status?: string[]; assigned?: string }, Id> };
  "/v1/service-requests": { get: Op<S["ServiceRequestPage"], Page>; post: Op<S["ServiceRequest"], No, No, S["NewServiceRequest"]> };
  "/v1/service-requests/{id}": { get: Op<S["ServiceRequest"], No, Id> };
  "/v1/service-requests/{id}/transitions": { post: Op<S["ServiceRequest"], No, Id, { to: string; reason?: string; note?: string }> };
  "/v1/service-requests/{id}/assignments": { post: Op<S["ServiceRequest"], No, Id, { account_id?: string; lead?: boolean }> };
  "/v1/service-requests/{id}/messages": { get: Op<{ items: S["Message"][] }, Page, Id>; post: Op<S["Message"], No, Id, { body: string; internal?: boolean; to?: string }> };
  "/v1/service-requests/{id}/events": { get: Op<{ items: S["Event"][] }, Page, Id> };
  "/v1/candidacies/{id}": { get: Op<S["Candidacy"], No, Id> };
  "/v1/objectives": { get: Op<{ items: S["Objective"][] }, Page> };
  "/v1/sessions": { post: Op<{ account: S["Account"] }, No, No, { email: string; password: string }> };
  "/v1/sessions/current": { delete: Op<unknown> };
  "/v1/me": { get: Op<S["Me"]> };
}
export interface components {
  schemas: {
    LangText: { fr?: string; de?: string; en?: string; lb?: string };
    Source: { system: string; name: string; external_id?: string; url?: string; licence: string; attribution: string; retrieved_on?: string };
    Location: { address?: string; postal_code?: string; locality?: string; commune_code?: string; nuts3?: string; country: string; latitude?: number; longitude?: number };
    OrganizationSummary: { id: string; slug: string; name: string; kinds: string[]; summary?: S["LangText"]; website?: string; founded_on?: string; location?: S["Location"]; sectors: string[]; status: string; source?: { system: string; name: string; licence: string; url?: string }; confirmed_on?: string; revision: number; updated_at: string };
    OrganizationPage: { items: S["OrganizationSummary"][]; next_cursor?: string; count?: number; count_is_lower_bound?: boolean };
    Organization: { id: string; slug: string; name: string; alternate_names: string[]; legal_name?: string; kinds: string[]; summary?: S["LangText"]; description?: S["LangText"]; website?: string; identifiers: { scheme: string; value: string }[]; legal_form?: { code: string; label: string }; activity?: { code: string; label: string; nomenclature: string }; headcount_range?: string; founded_on?: string; location?: S["Location"]; sectors: string[]; territory: string; status: string; source?: S["Source"]; confirmed_on?: string; revision: number; created_at: string; updated_at: string };
    ReferenceSource: { system: string; name: string; publisher: string; licence: string; licence_url?: string; attribution: string; url?: string; organizations: number };
    FactSource: { title: string; publisher: string; url?: string; published_on?: string; says?: string };
    TotemService: { id: string; slug: string; totem_id: string; family: string; name: S["LangText"]; description: S["LangText"]; languages: string[]; response_target_days: number; status: string };
    Totem: { id: string; slug: string; name: string; city: string; description: S["LangText"]; status: "announced" | "open" | "closed"; status_on?: string; address: { street?: string; postal_code?: string; locality: string }; latitude: number; longitude: number; position_precision: string; calendar: string; features: S["LangText"][]; sources: S["FactSource"][]; revision: number; services: S["TotemService"][]; updated_at: string };
    ServiceRequest: { id: string; reference: string; totem: { id: string; slug: string; name: string; city: string }; service: { id: string; slug: string; family: string; name: S["LangText"] }; status: string; subject: string; body: string; contact: { name: string; email: string; phone?: string; language: string }; organization_id?: string; requester_id?: string; assignees: { account_id: string; name: string; lead: boolean }[]; submitted_at?: string; due_at?: string; answered_at?: string; closed_at?: string; confirm_before?: string; allowed_transitions: string[]; reason?: string; created_at: string; updated_at: string; revision: number };
    ServiceRequestPage: { items: S["ServiceRequest"][]; next_cursor?: string };
    NewServiceRequest: { totem_id: string; service_id: string; subject: string; body: string; contact?: { name: string; email: string; phone?: string; language?: string } };
    Message: { id: string; author: { kind: "requester" | "agent" | "system"; name: string }; body: string; internal: boolean; created_at: string };
    Event: { id: string; at: string; actor: { kind: string; name?: string }; from?: string; to: string; reason?: string; note?: string };
    InboxItem: { id: string; reference: string; subject: string; service: { id: string; slug: string; family: string; name: S["LangText"] }; status: string; contact_name: string; assignees: { account_id: string; name: string; lead: boolean }[]; submitted_at: string; due_at: string; overdue: boolean; working_days_left: number; updated_at: string; revision: number };
    Inbox: { items: S["InboxItem"][]; next_cursor?: string; counts: Record<string, number> };
    Milestone: { id: string; type: string; title: S["LangText"]; detail?: S["LangText"]; planned_on?: string; occurred_on?: string; precision: "day" | "month" | "season" | "year"; date_words?: S["LangText"]; date_inferred: boolean; state: "done" | "planned"; sources: S["FactSource"][] };
    Candidacy: { id: string; slug: string; name: S["LangText"]; programme: { name: string; description: S["LangText"] }; territory: string; lead: S["LangText"]; members: string[]; state: string; state_on?: string; summary: S["LangText"]; milestones: S["Milestone"][]; sources: S["FactSource"][]; revision: number };
    Objective: { id: string; slug: string; name: S["LangText"]; position: number; announcement: { words: S["LangText"]; announced_on?: string; date_inferred: boolean; source: S["FactSource"] }; baseline?: { value: number; unit: string; on: string; date_inferred: boolean; words: S["LangText"]; source: S["FactSource"] }; targets: { type: "multiplier" | "percent" | "absolute"; value: number; at_least: boolean; words?: S["LangText"]; source: S["FactSource"] }[]; horizon_years: number; unit: S["LangText"]; context: { label: S["LangText"]; value: number; on: string; date_inferred: boolean; source: S["FactSource"]; perimeter: S["LangText"] }[]; revision: number };
    Account: { id: string; email: string; name: string; language: string };
    Me: { account: S["Account"]; roles: { role: string; totem?: { id: string; slug: string; name: string } }[] };
  };
}

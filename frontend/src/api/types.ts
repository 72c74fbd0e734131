// Short names for the shapes of the contract; the generated schema is the only place that defines them.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type LangText = Schemas["LangText"];
export type ContactLanguage = Schemas["ContactLanguage"];
export type Organization = Schemas["Organization"];
export type NewOrganization = Schemas["CreateOrganization"];
export type OrganizationSummary = Schemas["OrganizationSummary"];
export type Source = Schemas["Source"];
export type FactSource = Schemas["FactSource"];
export type DataSource = Schemas["DataSource"];
export type Totem = Schemas["Totem"];
export type TotemService = Schemas["TotemService"];
export type ServiceRequest = Schemas["ServiceRequest"];
export type NewServiceRequest = Schemas["CreateServiceRequest"];
export type Message = Schemas["Message"];
export type RequestEvent = Schemas["ServiceRequestEvent"];
export type InboxItem = Schemas["InboxItem"];
export type Inbox = Schemas["Inbox"];
export type Candidacy = Schemas["Candidacy"];
export type Milestone = Schemas["Milestone"];
export type Objective = Schemas["Objective"];
export type KnownDate = Schemas["KnownDate"];
export type OrganizationKind = Schemas["OrganizationKind"];
export type Status = Schemas["Status"];
export type Reason = Schemas["Reason"];
export type Me = Schemas["Me"];
export type Role = Schemas["Role"];
export type Member = Schemas["Member"];
export type Invitation = Schemas["Invitation"];
export type InvitationStatus = Schemas["InvitationStatus"];
export type AuditEntry = Schemas["AuditEntry"];

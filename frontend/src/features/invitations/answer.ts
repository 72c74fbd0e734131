import type { Invitation, Me } from "~/api/types";

/** Where the work is that an accepted invitation opens. */
export function workOf({ role, totem, organization }: Invitation): string {
  if (totem) return `/travail/${totem.slug}`;
  if (organization) return `/annuaire/${organization.slug}`;
  return role === "admin" ? "/administration/droits" : "/demandes";
}

export type Side = "invitee" | "manager";

/** The service shows an invitation to these two only; who invites the own address answers it. */
export function sideOf({ email }: Pick<Invitation, "email">, me: Me): Side {
  return email.toLowerCase() === me.account.email?.toLowerCase() ? "invitee" : "manager";
}

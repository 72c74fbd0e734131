import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { Organization } from "~/api/types";
import { longDate } from "~/lib/format";
import { siteName } from "~/lib/url";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Facts, Panel } from "~/ui/Card";
import { ExternalLink, Link } from "~/ui/Link";
import { Page, Prose, Split } from "~/ui/Page";
import { Words } from "~/ui/Words";
import css from "./directory.module.css";
import { Logo } from "./Logo";
import { kindLabel } from "./labels";
import { organizationQuery } from "./queries";

const LogoPanel = lazy(() => import("./LogoPanel"));
// For those who have something to do with the record; most readers have not.
const RecordStanding = lazy(() => import("./RecordStanding"));

const SCHEMES: Record<string, string> = { "FR-SIREN": "SIREN", "FR-SIRET": "SIRET", ROR: "ROR", LEI: "LEI" };

/** A SIREN is read in groups of three; a SIRET is one with the five figures of an establishment. */
function grouped(scheme: string, value: string): string {
  return scheme.startsWith("FR-SIRE") ? value.replace(/(?<=^(?:\d{3}){1,3})(?=\d)/g, "\u202f") : value;
}

function where(organization: Organization): string | undefined {
  const place = organization.location;
  if (!place) return undefined;
  return [place.address, [place.postal_code, place.locality].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(", ");
}

function facts(organization: Organization) {
  const address = where(organization);
  const site = organization.website ? siteName(organization.website) : undefined;
  return [
    ...(address ? [{ label: m.organization_address(), value: address }] : []),
    ...(site
      ? [
          {
            label: m.organization_website(),
            value: <ExternalLink href={organization.website}>{site}</ExternalLink>,
          },
        ]
      : []),
    ...(organization.founded_on
      ? [{ label: m.organization_founded(), value: longDate(organization.founded_on) }]
      : []),
    ...(organization.legal_form
      ? [
          {
            label: m.organization_legal_form(),
            value: <span lang="fr">{organization.legal_form.label}</span>,
          },
        ]
      : []),
    ...(organization.activity
      ? [{ label: m.organization_activity(), value: <span lang="fr">{organization.activity.label}</span> }]
      : []),
    ...organization.identifiers.map((identifier) => ({
      label: SCHEMES[identifier.scheme] ?? identifier.scheme,
      value: identifier.value.startsWith("https://") ? (
        <ExternalLink href={identifier.value}>{identifier.value.slice(8)}</ExternalLink>
      ) : (
        <span className="tabular">{grouped(identifier.scheme, identifier.value)}</span>
      ),
    })),
  ];
}

export function OrganizationPage({ slug }: { slug: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(slug));
  const { source } = organization;
  const shown = facts(organization);
  return (
    <Page
      title={organization.name}
      longTitle
      lead={<Words text={organization.summary} />}
      above={
        <Breadcrumb>
          <Link to="/annuaire">{m.nav_directory()}</Link>
        </Breadcrumb>
      }
      below={
        <Tags>
          {organization.logo && <Logo of={organization.logo} size={64} />}
          {organization.kinds.map((kind) => (
            <Badge key={kind}>{kindLabel(kind)}</Badge>
          ))}
        </Tags>
      }
    >
      <Split
        aside={
          <>
            {shown.length > 0 && (
              <Panel title={m.organization_facts()}>
                <Facts items={shown} />
              </Panel>
            )}
            {organization.contacts && organization.contacts.length > 0 && (
              <Panel title={m.organization_contacts()}>
                <ul>
                  {organization.contacts.map(({ name, email }) => (
                    <li key={email}>
                      {name} <a href={`mailto:${email}`}>{email}</a>
                    </li>
                  ))}
                </ul>
              </Panel>
            )}
            {organization.may_edit && (
              <Suspense>
                <LogoPanel organization={organization} />
              </Suspense>
            )}
            {organization.status === "published" && !organization.has_owner && (
              <Panel title={m.claim_panel()}>
                <p>{m.claim_panel_text()}</p>
                <Link
                  to="/annuaire/$slug/$step"
                  params={{ slug: organization.slug, step: "prise-en-charge" }}
                  onward
                >
                  {m.claim_link()}
                </Link>
              </Panel>
            )}
            <Panel title={m.organization_help()}>
              <p>{m.organization_help_text()}</p>
              <Link to="/demander" onward>
                {m.nav_ask_long()}
              </Link>
            </Panel>
          </>
        }
      >
        {(organization.may_edit ||
          organization.status !== "published" ||
          organization.allowed_transitions.length > 0) && (
          <Suspense>
            <RecordStanding organization={organization} />
          </Suspense>
        )}
        <Prose>
          {organization.description && (
            <p>
              <Words text={organization.description} />
            </p>
          )}
          {source && !organization.description && <p>{m.organization_no_description()}</p>}
          {organization.alternate_names.length > 0 && (
            <p>{m.organization_also({ names: organization.alternate_names.join(", ") })}</p>
          )}
          {organization.sectors.length > 0 && (
            <p>{m.organization_sectors({ sectors: organization.sectors.join(", ") })}</p>
          )}
        </Prose>
        <p>
          <Link to="/annuaire/$slug/$step" params={{ slug: organization.slug, step: "historique" }}>
            {m.history_link()}
          </Link>
        </p>
        {source && (
          <div className={css.attribution}>
            <p>
              {m.organization_source()} <ExternalLink href={source.url}>{source.name}</ExternalLink>
              {source.retrieved_on && (
                <>, {m.organization_retrieved({ date: longDate(source.retrieved_on) })}</>
              )}
            </p>
            <p>{m.organization_licence({ licence: source.licence, attribution: source.attribution })}</p>
            {organization.confirmed_on && (
              <p>{m.directory_confirmed({ date: longDate(organization.confirmed_on) })}</p>
            )}
            <p>
              <Link to="/sources">{m.sources_all()}</Link>
            </p>
          </div>
        )}
      </Split>
    </Page>
  );
}

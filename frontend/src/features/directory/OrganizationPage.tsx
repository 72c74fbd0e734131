import { useSuspenseQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import type { Organization } from "~/api/types";
import { longDate } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Facts, Panel } from "~/ui/Card";
import { ExternalLink, Link } from "~/ui/Link";
import { Page, Prose, Split } from "~/ui/Page";
import { Words } from "~/ui/Words";
import css from "./directory.module.css";
import { addressOf, facts } from "./facts";
import { FAMILIES, familyOf } from "./families";
import { Logo } from "./Logo";
import { kindLabel } from "./labels";
import { organizationQuery } from "./queries";

const PlaceMap = lazy(() => import("~/ui/map/PlaceMap"));
const ParticularFacts = lazy(() => import("./ParticularFacts"));
const LogoPanel = lazy(() => import("./LogoPanel"));
const Relations = lazy(() => import("./Relations"));
// For those who have something to do with the record; most readers have not.
const RecordStanding = lazy(() => import("./RecordStanding"));

/** On the map, where its position is known. */
function Where({ organization }: { organization: Organization }) {
  const { latitude, longitude } = organization.location ?? {};
  if (typeof latitude !== "number" || typeof longitude !== "number") return null;
  return (
    <Suspense fallback={<div className="map-room" />}>
      <PlaceMap
        name={organization.name}
        address={addressOf(organization) ?? ""}
        latitude={latitude}
        longitude={longitude}
        mark={FAMILIES[familyOf(organization.kinds)].mark}
      />
    </Suspense>
  );
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
                <Where organization={organization} />
              </Panel>
            )}
            {(organization.profile || organization.startup) && (
              <Suspense>
                <ParticularFacts organization={organization} />
              </Suspense>
            )}
            {organization.relations.length + organization.inverse_relations.length > 0 && (
              <Suspense>
                <Relations organization={organization} />
              </Suspense>
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
          {organization.confirmed_on && (
            <>{m.organization_confirmed({ date: longDate(organization.confirmed_on) })} </>
          )}
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
            <p>
              <Link to="/sources">{m.sources_all()}</Link>
            </p>
          </div>
        )}
      </Split>
    </Page>
  );
}

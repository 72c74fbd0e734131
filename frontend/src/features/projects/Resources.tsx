import { useQuery } from "@tanstack/react-query";
import type { Project, ProjectNeed, ServiceResource } from "~/api/types";
import { kindLabel } from "~/features/directory/labels";
import { distance, list } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Empty, Failed, Loading } from "~/ui/States";
import css from "./projects.module.css";
import { resourcesQuery } from "./queries";
import { needWords } from "./words";

/** So many services are seen at once; the rest opens below them. */
const SHOWN = 6;

/** What in the region answers the needs: what the Totems offer, with the way to ask, and who is near. */
export default function Resources({ project }: { project: Project }) {
  const query = useQuery(resourcesQuery(project.id));
  return (
    <Section title={m.project_resources()}>
      {project.needs.length === 0 ? (
        <Empty title={m.project_resources_none()}>{m.project_resources_none_text()}</Empty>
      ) : query.isPending ? (
        <Loading rows={6} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <>
          <p className={css.note}>
            {query.data.near ? m.project_near({ place: query.data.near.name }) : m.project_near_nowhere()}
          </p>
          <h3>{m.project_services()}</h3>
          {query.data.services.length === 0 && <p>{m.project_services_none()}</p>}
          <Services project={project} services={query.data.services.slice(0, SHOWN)} />
          {query.data.services.length > SHOWN && (
            <Disclosure title={m.project_services_rest({ n: query.data.services.length - SHOWN })}>
              <Services project={project} services={query.data.services.slice(SHOWN)} />
            </Disclosure>
          )}
          <h3>{m.project_organizations()}</h3>
          {query.data.organizations.length === 0 && <p>{m.project_organizations_none()}</p>}
          <ul className={css.list}>
            {query.data.organizations.map(({ organization, needs }) => (
              <li key={organization.id}>
                <Link to="/annuaire/$slug" params={{ slug: organization.slug }}>
                  {organization.name}
                </Link>
                <Meta needs={needs} distance={organization.distance_km}>
                  {organization.kinds.map(kindLabel).join(", ")}
                </Meta>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Services({ project, services }: { project: Project; services: ServiceResource[] }) {
  return (
    <ul className={css.list}>
      {services.map(({ service, totem, needs, distance_km }) => (
        <li key={service.id}>
          <Link
            to="/demander"
            search={{
              totem: totem.slug,
              service: service.slug,
              etape: "details",
              ...(project.may_edit ? { projet: project.id } : {}),
            }}
          >
            {words(service.name)}
          </Link>
          <Meta needs={needs} distance={distance_km}>
            {`${totem.city}, ${totem.name}`}
          </Meta>
        </li>
      ))}
    </ul>
  );
}

function Meta(props: { children: string; needs: ProjectNeed[]; distance: number | null | undefined }) {
  return (
    <p className={css.meta}>
      <span>{props.children}</span>
      {props.distance != null && (
        <span>{props.distance < 0.1 ? m.project_same_place() : distance(props.distance)}</span>
      )}
      <span>{m.project_answers({ needs: list(props.needs.map(needWords)) })}</span>
    </p>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import type { Project } from "~/api/types";
import { StatusBadge } from "~/features/service_requests/status";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import css from "./projects.module.css";
import { projectRequestsQuery } from "./queries";

/** What was asked for it: to its owner all of it, to agents what was asked of their site. */
export default function ProjectRequests({ project }: { project: Project }) {
  const query = useInfiniteQuery(projectRequestsQuery(project.id));
  const own = project.may_edit;
  const ask = (
    <Link
      to="/demander"
      search={{ projet: project.id, ...(project.totem ? { totem: project.totem.slug } : {}) }}
      button="secondary"
      small
    >
      {m.project_ask()}
    </Link>
  );
  return (
    <Section title={m.project_requests()} more={own && query.data?.pages[0]?.items.length !== 0 && ask}>
      <Results
        query={query}
        rows={2}
        empty={
          <Empty title={m.project_requests_none()} actions={own && ask}>
            {own ? m.project_requests_none_text() : undefined}
          </Empty>
        }
      >
        {(items) => (
          <ul className={css.list}>
            {items.map((request) => (
              <li key={request.id}>
                {own ? (
                  <Link to="/demandes/$id" params={{ id: request.id }}>
                    {request.subject}
                  </Link>
                ) : (
                  <Link to="/travail/$totem/$id" params={{ totem: request.totem.slug, id: request.id }}>
                    {request.subject}
                  </Link>
                )}
                <p className={css.meta}>
                  <StatusBadge status={request.status} reader={own ? "requester" : "agent"} />
                  <span>
                    {request.totem.city}, {words(request.service.name)}
                  </span>
                  <span className="tabular">{request.reference}</span>
                </p>
              </li>
            ))}
          </ul>
        )}
      </Results>
    </Section>
  );
}

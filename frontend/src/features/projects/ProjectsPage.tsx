import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, useState } from "react";
import type { Project } from "~/api/types";
import { stageLabel } from "~/features/directory/stages";
import { AccountNav } from "~/features/identity/AccountNav";
import { useMe, workplaces } from "~/features/identity/queries";
import { longDate } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Select } from "~/ui/Select";
import { Actions, Empty, Loading } from "~/ui/States";
import css from "./projects.module.css";
import { type ProjectFilters, projectsQuery } from "./queries";
import { sinceWords, statusTone, statusWords } from "./words";

const Funnel = lazy(() => import("./Funnel"));

/** One's own projects; for those who work at a Totem, also those that it accompanies, with their figures. */
export default function ProjectsPage() {
  const places = workplaces(useMe());
  const [totem, setTotem] = useState(places[0]?.slug ?? "");
  const [filters, setFilters] = useState<ProjectFilters>({});
  const own = totem === "";
  return (
    <Page title={m.projects_title()} lead={m.projects_lead()} below={<AccountNav />}>
      <Stack>
        {places.length > 0 && (
          <Select
            label={m.projects_whose()}
            value={totem}
            onChange={(next) => {
              setTotem(next);
              setFilters({});
            }}
            choices={[
              ...places.map(({ slug, name }) => ({
                value: slug,
                label: m.projects_of_totem({ totem: name }),
              })),
              { value: "", label: m.projects_own() },
            ]}
          />
        )}
        {!own && (
          <Suspense fallback={<Loading rows={5} />}>
            <Funnel totem={totem} onOpen={setFilters} />
          </Suspense>
        )}
        <List own={own} filters={own ? {} : { ...filters, totem_id: totem }}>
          <Narrowed filters={filters} onClear={() => setFilters({})} />
        </List>
      </Stack>
    </Page>
  );
}

/** Which projects a figure has opened, and the way back to all. */
function Narrowed({ filters, onClear }: { filters: ProjectFilters; onClear: () => void }) {
  const { stage, status, entered_stage, left_stage } = filters;
  const words = entered_stage
    ? m.projects_entered({ stage: stageLabel(entered_stage) })
    : left_stage
      ? m.projects_left({ stage: stageLabel(left_stage) })
      : stage && status
        ? m.projects_at({ stage: stageLabel(stage), status: statusWords(status) })
        : undefined;
  return (
    <div role="status">
      {words && (
        <Actions>
          <strong>{words}</strong>
          <Button look="quiet" small onPress={onClear}>
            {m.projects_all()}
          </Button>
        </Actions>
      )}
    </div>
  );
}

function New({ look }: { look: "primary" | "secondary" }) {
  return (
    <Link to="/compte/$" params={{ _splat: "projets/nouveau" }} button={look} small={look === "secondary"}>
      {m.project_new()}
    </Link>
  );
}

function List({ own, filters, children }: { own: boolean; filters: ProjectFilters; children: ReactNode }) {
  const query = useInfiniteQuery(projectsQuery(filters));
  const some = query.data?.pages.some(({ items }) => items.length > 0);
  return (
    <Section
      title={own ? m.projects_own() : m.projects_list()}
      more={own && some && <New look="secondary" />}
    >
      {children}
      <Results
        query={query}
        empty={
          own ? (
            <Empty title={m.projects_none()} actions={<New look="primary" />}>
              {m.projects_none_text()}
            </Empty>
          ) : (
            <Empty title={m.projects_none_here()}>{m.projects_none_here_text()}</Empty>
          )
        }
      >
        {(items) => (
          <ul className={css.list}>
            {items.map((project) => (
              <Item key={project.id} project={project} own={own} />
            ))}
          </ul>
        )}
      </Results>
    </Section>
  );
}

function Item({ project, own }: { project: Project; own: boolean }) {
  return (
    <li>
      <h3>
        <Link to="/compte/$" params={{ _splat: `projets/${project.id}` }}>
          {project.name}
        </Link>
      </h3>
      <p className={css.meta}>
        <Badge tone={statusTone(project.status)}>{statusWords(project.status)}</Badge>
        <span>{sinceWords(project)}</span>
        {own ? project.totem && <span>{project.totem.name}</span> : <span>{project.owner.name}</span>}
        <span>{m.project_changed({ date: longDate(project.updated_at) })}</span>
      </p>
    </li>
  );
}

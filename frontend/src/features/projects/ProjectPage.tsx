import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import type { Project, ProjectStep } from "~/api/types";
import { list, longDate } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Facts } from "~/ui/Card";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Page, Section, Split, Stack } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { ProjectPath } from "./ProjectPath";
import css from "./projects.module.css";
import { projectQuery } from "./queries";
import { isBack, needWords, sinceWords, stageOf, statusTone, statusWords, stepWords } from "./words";

const ProjectForm = lazy(() => import("./ProjectForm"));
const StepDialog = lazy(() => import("./StepDialog"));
const DeleteDialog = lazy(() => import("./DeleteDialog"));
const ProjectRequests = lazy(() => import("./ProjectRequests"));
const Resources = lazy(() => import("./Resources"));

/** One project, for its owner and for the agents of its Totem. */
export default function ProjectPage({ id }: { id: string }) {
  const query = useQuery(projectQuery(id));
  const project = query.data;
  return (
    <Page
      title={project?.name ?? m.project_title()}
      lead={project && sinceWords(project)}
      above={
        <Breadcrumb>
          <Link to="/compte/$" params={{ _splat: "projets" }}>
            {m.projects_title()}
          </Link>
        </Breadcrumb>
      }
    >
      {project ? (
        <Whole project={project} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <Loading rows={6} />
      )}
    </Page>
  );
}

function Whole({ project }: { project: Project }) {
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <Suspense fallback={<Loading rows={6} />}>
        <ProjectForm
          project={project}
          onSaved={() => {
            toast(m.saved());
            setEditing(false);
          }}
          onBack={() => setEditing(false)}
        />
      </Suspense>
    );
  }
  return (
    <Split aside={<Standing project={project} onEdit={() => setEditing(true)} />}>
      <Stack>
        {project.summary && <p className={css.summary}>{project.summary}</p>}
        <Section title={m.project_path()}>
          <ProjectPath project={project} />
          <NextSteps project={project} />
        </Section>
        <Suspense fallback={<Loading rows={4} />}>
          <Resources project={project} />
          <ProjectRequests project={project} />
        </Suspense>
      </Stack>
    </Split>
  );
}

/** What its reader may tell: the way on first, then what stops it; the ways back are rare, and open when asked for. */
function NextSteps({ project }: { project: Project }) {
  const [asking, setAsking] = useState<ProjectStep>();
  const on = project.allowed_transitions.filter((step) => !isBack(step, project.stage));
  const back = project.allowed_transitions.filter((step) => isBack(step, project.stage));
  const button = (step: ProjectStep) => (
    <Button
      key={step}
      small
      look={
        stageOf(step) && !isBack(step, project.stage)
          ? "primary"
          : step === "abandoned"
            ? "quiet"
            : "secondary"
      }
      onPress={() => setAsking(step)}
    >
      {stepWords(step, project.stage)}
    </Button>
  );
  return (
    <>
      <Actions>{on.map(button)}</Actions>
      {back.length > 0 && (
        <Disclosure title={m.project_back_title()}>
          <p>{m.project_back_text()}</p>
          <Actions>{back.map(button)}</Actions>
        </Disclosure>
      )}
      {asking && (
        <Suspense>
          <StepDialog project={project} step={asking} onClose={() => setAsking(undefined)} />
        </Suspense>
      )}
    </>
  );
}

function Standing({ project, onEdit }: { project: Project; onEdit: () => void }) {
  const [deleting, setDeleting] = useState(false);
  const { totem, organization, commune, needs, owner, status, may_edit } = project;
  return (
    <>
      <Facts
        items={[
          {
            label: m.project_state(),
            value: (
              <>
                <Badge tone={statusTone(status)}>{statusWords(status)}</Badge>{" "}
                {m.project_status_since({ date: longDate(project.status_on) })}
              </>
            ),
          },
          ...(may_edit ? [] : [{ label: m.project_owner(), value: owner.name }]),
          {
            label: m.project_needs(),
            value: needs.length > 0 ? list(needs.map(needWords)) : m.project_needs_none(),
          },
          ...(commune ? [{ label: m.project_commune(), value: commune.name }] : []),
          {
            label: m.project_totem(),
            value: totem ? (
              <Link to="/totems/$slug" params={{ slug: totem.slug }}>
                {totem.name}
              </Link>
            ) : (
              m.project_totem_none()
            ),
          },
          ...(organization
            ? [
                {
                  label: m.project_company(),
                  value: (
                    <Link to="/annuaire/$slug" params={{ slug: organization.slug }}>
                      {organization.name}
                    </Link>
                  ),
                },
              ]
            : []),
          { label: m.project_kept(), value: m.project_kept_until({ date: longDate(project.kept_until) }) },
        ]}
      />
      {may_edit && (
        <Actions>
          <Button look="secondary" small onPress={onEdit}>
            {m.project_edit()}
          </Button>
          <Button look="quiet" small onPress={() => setDeleting(true)}>
            {m.project_delete()}
          </Button>
        </Actions>
      )}
      {deleting && (
        <Suspense>
          <DeleteDialog project={project} onClose={() => setDeleting(false)} />
        </Suspense>
      )}
    </>
  );
}

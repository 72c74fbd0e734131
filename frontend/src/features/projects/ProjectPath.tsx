import { useQuery } from "@tanstack/react-query";
import type { Project, ProjectEvent } from "~/api/types";
import { STAGES } from "~/features/directory/kinds";
import { stageLabel } from "~/features/directory/stages";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Disclosure } from "~/ui/Disclosure";
import { Failed, Loading } from "~/ui/States";
import { Timeline } from "~/ui/Timeline";
import css from "./projects.module.css";
import { projectEventsQuery } from "./queries";
import { statusWords } from "./words";

/** The five stages with the day on which each was reached last, and below them all that was told. */
export function ProjectPath({ project }: { project: Project }) {
  const query = useQuery(projectEventsQuery(project.id));
  if (query.isPending) return <Loading rows={5} />;
  if (query.isError) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  const events = query.data.items;
  const at = STAGES.indexOf(project.stage);
  const reached = (stage: string) =>
    events.findLast((event) => event.to_stage === stage && event.from_stage !== event.to_stage);
  return (
    <>
      <ol className={css.path}>
        {STAGES.map((stage, place) => {
          const step = reached(stage);
          const state = place < at ? "done" : place === at ? "current" : "ahead";
          return (
            <li key={stage} data-state={state} aria-current={state === "current" ? "step" : undefined}>
              <strong>{stageLabel(stage)}</strong>
              <span>
                {state === "ahead"
                  ? m.project_ahead()
                  : step
                    ? longDate(step.occurred_on)
                    : m.project_not_told()}
              </span>
            </li>
          );
        })}
      </ol>
      <Disclosure title={m.project_history({ n: events.length })}>
        <Timeline
          dense
          heading="p"
          entries={events.map((event, place) => ({
            id: event.id,
            when: longDate(event.occurred_on),
            title: eventWords(event),
            body: (
              <>
                {event.note && <p>{event.note}</p>}
                <p className={css.note}>
                  {event.party === "owner" ? m.project_told_by_owner() : m.project_told_by_site()}
                </p>
              </>
            ),
            state: place === events.length - 1 ? "current" : "done",
          }))}
        />
      </Disclosure>
    </>
  );
}

function eventWords(event: ProjectEvent): string {
  if (event.from_stage !== event.to_stage) return stageLabel(event.to_stage);
  return event.to_status === "active" ? m.project_resumed() : statusWords(event.to_status);
}

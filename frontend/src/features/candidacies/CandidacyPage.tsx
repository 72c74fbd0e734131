import { useSuspenseQuery } from "@tanstack/react-query";
import type { Milestone } from "~/api/types";
import { longDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { Facts, Panel } from "~/ui/Card";
import { FactSources } from "~/ui/FactSources";
import { Page, Section, Split } from "~/ui/Page";
import { Empty } from "~/ui/States";
import { Timeline } from "~/ui/Timeline";
import { WhenSeen } from "~/ui/WhenSeen";
import { Words } from "~/ui/Words";
import css from "./candidacy.module.css";
import { MilestoneBadge } from "./MilestoneBadge";
import { inOrder } from "./order";
import { candidacyQuery } from "./queries";
import { stateLabel } from "./states";

const CandidacyStory = lazy(() => import("./CandidacyStory"));

function When({ milestone }: { milestone: Milestone }) {
  const on = milestone.occurred_on ?? milestone.planned_on;
  const said = words(milestone.date_words) || (on ? preciseDate(on, milestone.precision) : m.date_unknown());
  return (
    <>
      <span className={css.when}>{on ? <time dateTime={on}>{said}</time> : said}</span>
      {milestone.date_inferred && <span className={css.inferred}>{m.date_inferred()}</span>}
    </>
  );
}

export function CandidacyPage() {
  const { data: candidacy } = useSuspenseQuery(candidacyQuery);
  const milestones = inOrder(candidacy.milestones);
  return (
    <Page
      title={m.candidacy_title()}
      heading={words(candidacy.name)}
      longTitle
      lead={<Words text={candidacy.summary} />}
      below={
        <Tags>
          <Badge tone="info">{stateLabel(candidacy.state)}</Badge>
        </Tags>
      }
    >
      <Split
        aside={
          <Panel title={m.candidacy_file()}>
            <Facts
              items={[
                { label: m.candidacy_programme(), value: candidacy.programme.name },
                { label: m.candidacy_territory(), value: candidacy.territory },
                { label: m.candidacy_lead(), value: <Words text={candidacy.lead} /> },
                ...(candidacy.members.length > 0
                  ? [{ label: m.candidacy_members(), value: candidacy.members.join(", ") }]
                  : []),
                ...(candidacy.state_on
                  ? [{ label: m.candidacy_since(), value: longDate(candidacy.state_on) }]
                  : []),
              ]}
            />
            <p>
              <Words text={candidacy.programme.description} />
            </p>
          </Panel>
        }
      >
        <Section title={m.candidacy_timeline()}>
          <p>{m.candidacy_timeline_text()}</p>
          {milestones.length === 0 ? (
            <Empty title={m.candidacy_empty()} />
          ) : (
            <Timeline
              wide
              entries={milestones.map((milestone) => ({
                id: milestone.id,
                state: milestone.state === "done" ? "done" : "planned",
                when: <When milestone={milestone} />,
                title: <Words text={milestone.title} />,
                body: (
                  <>
                    {milestone.state !== "done" && (
                      <Tags>
                        <MilestoneBadge state={milestone.state} />
                      </Tags>
                    )}
                    {milestone.detail && (
                      <p className={css.detail}>
                        <Words text={milestone.detail} />
                      </p>
                    )}
                    <FactSources sources={milestone.sources} />
                  </>
                ),
              }))}
            />
          )}
        </Section>
        <WhenSeen>
          <CandidacyStory candidacy={candidacy} />
        </WhenSeen>
      </Split>
    </Page>
  );
}

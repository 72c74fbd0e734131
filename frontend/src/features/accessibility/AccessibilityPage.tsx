import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Facts, Panel } from "~/ui/Card";
import { ExternalLink, Link } from "~/ui/Link";
import { Page, Prose, Section, Stack } from "~/ui/Page";
import { ASSESSMENT } from "./assessment";

type Criterion = (typeof ASSESSMENT.notRespected)[number] | (typeof ASSESSMENT.open)[number];

/** What each criterion that is not respected, or not known to be, means to a reader. */
const MEANS: Record<Criterion, () => string> = {
  "7.1": m.accessibility_7_1,
  "7.5": m.accessibility_7_5,
  "8.7": m.accessibility_8_7,
};

function Criteria({ of }: { of: readonly Criterion[] }) {
  return (
    <ul>
      {of.map((criterion) => (
        <li key={criterion}>
          {MEANS[criterion]()} {m.accessibility_criterion({ number: criterion })}
        </li>
      ))}
    </ul>
  );
}

function Results() {
  const { respected, notApplicable, notRespected, open } = ASSESSMENT;
  return (
    <Panel title={m.accessibility_results()}>
      <Facts
        items={[
          { label: m.accessibility_respected(), value: respected },
          { label: m.accessibility_not_respected(), value: notRespected.length },
          { label: m.accessibility_open(), value: open.length },
          { label: m.accessibility_not_applicable(), value: notApplicable },
        ]}
      />
      <p>{m.accessibility_results_text()}</p>
    </Panel>
  );
}

/** The declaration in the order and with the headings that French law gives it (decree 2019-768). */
export default function AccessibilityPage() {
  return (
    <Page title={m.accessibility_title()} lead={m.accessibility_lead()}>
      <Stack>
        <Section title={m.accessibility_state()}>
          <Prose>
            <p>
              <strong>{m.accessibility_state_words()}</strong> {m.accessibility_state_why()}
            </p>
            <p>{m.accessibility_plan()}</p>
            <Results />
          </Prose>
        </Section>
        <Section title={m.accessibility_failing()}>
          <Prose>
            <h3>{m.accessibility_failing_known()}</h3>
            {ASSESSMENT.notRespected.length === 0 ? (
              <p>{m.accessibility_failing_none()}</p>
            ) : (
              <Criteria of={ASSESSMENT.notRespected} />
            )}
            <h3>{m.accessibility_failing_open()}</h3>
            <Criteria of={ASSESSMENT.open} />
            <h3>{m.accessibility_outside()}</h3>
            <p>{m.accessibility_outside_text()}</p>
          </Prose>
        </Section>
        <Section title={m.accessibility_made()}>
          <Prose>
            <p>{m.accessibility_made_on({ date: longDate(ASSESSMENT.on) })}</p>
            <h3>{m.accessibility_technologies()}</h3>
            <p>{m.accessibility_technologies_text()}</p>
            <h3>{m.accessibility_tests()}</h3>
            <p>{m.accessibility_tests_text()}</p>
            <h3>{m.accessibility_sample()}</h3>
            <p>{m.accessibility_sample_text()}</p>
          </Prose>
        </Section>
        <Section title={m.accessibility_contact()}>
          <Prose>
            <p>{m.accessibility_contact_text()}</p>
            <p>
              <Link to="/demander" search={{ besoin: "autre" }} onward>
                {m.accessibility_contact_ask()}
              </Link>
            </p>
            <p>
              <Link to="/totems">{m.accessibility_contact_addresses()}</Link>
            </p>
          </Prose>
        </Section>
        <Section title={m.accessibility_appeal()}>
          <Prose>
            <p>{m.accessibility_appeal_text()}</p>
            <ul>
              <li>
                <ExternalLink href="https://www.defenseurdesdroits.fr/nous-contacter-355">
                  {m.accessibility_appeal_write()}
                </ExternalLink>
              </li>
              <li>
                <ExternalLink href="https://www.defenseurdesdroits.fr/carte-des-delegues">
                  {m.accessibility_appeal_meet()}
                </ExternalLink>
              </li>
              <li>
                {m.accessibility_appeal_post()} <span lang="fr">{m.accessibility_appeal_address()}</span>
              </li>
            </ul>
          </Prose>
        </Section>
      </Stack>
    </Page>
  );
}

import { useState } from "react";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Card, Panel } from "~/ui/Card";
import { Disclosure } from "~/ui/Disclosure";
import { Link } from "~/ui/Link";
import { Prose, Section, Split, Stack } from "~/ui/Page";
import { PageNav } from "~/ui/PageNav";
import { Tabs } from "~/ui/Tabs";
import { WhenSeen } from "~/ui/WhenSeen";
import { LongWord, Piece, State } from "./Piece";

function Views() {
  const [tab, setTab] = useState<"request" | "files" | "history">("request");
  return (
    <Piece name="Tabs" when={m.design_when_tabs()}>
      <State label={m.design_state_normal()} wide>
        <Tabs
          label={m.design_workshop()}
          selected={tab}
          onSelect={setTab}
          tabs={[
            {
              id: "request",
              title: m.design_tab_request(),
              content: <p>{m.design_project_text()}</p>,
            },
            { id: "files", title: m.design_tab_files(), content: <p>{m.design_empty()}</p> },
            { id: "history", title: <LongWord />, content: <p>{m.design_event_asked()}</p> },
          ]}
        />
      </State>
    </Piece>
  );
}

export function Composing() {
  return (
    <>
      <Piece name="PageNav" when={m.design_when_page_nav()}>
        <State label={m.design_state_normal()} wide>
          <PageNav label={m.design_workshop()}>
            <Link to="/design">{m.design_tab_request()}</Link>
            <Link to="/totems">{m.nav_totems()}</Link>
          </PageNav>
        </State>
      </Piece>
      <Piece name="Page, Section, Stack, Split, Prose" when={m.design_when_page()}>
        <State label={m.design_state_normal()} wide>
          <Split
            aside={
              <Panel title={m.design_aside()}>
                <p>{m.design_banner_text()}</p>
              </Panel>
            }
          >
            <Stack>
              <Section title={m.design_content()} more={<Link to="/totems">{m.nav_totems()}</Link>}>
                <Prose>
                  <p>{m.design_long_text()}</p>
                </Prose>
              </Section>
            </Stack>
          </Split>
        </State>
      </Piece>
      <Piece name="Card, Panel" when={m.design_when_card()}>
        <State label={m.design_state_normal()}>
          <Card>
            <strong>{m.design_workshop()}</strong>
            <p>{m.design_project_text()}</p>
          </Card>
        </State>
        <State label={m.design_state_long()}>
          <Panel>
            <LongWord />
          </Panel>
        </State>
      </Piece>
      <Views />
      <Piece name="Disclosure" when={m.design_when_disclosure()}>
        <State label={m.design_state_normal()}>
          <Disclosure title={m.design_tab_history()}>
            <p>{m.design_event_asked()}</p>
          </Disclosure>
        </State>
      </Piece>
      <Piece name="Breadcrumb" when={m.design_when_breadcrumb()}>
        <State label={m.design_state_normal()}>
          <Breadcrumb>
            <Link to="/annuaire">{m.nav_directory()}</Link>
            <span>{m.design_workshop()}</span>
          </Breadcrumb>
        </State>
      </Piece>
      <Piece name="WhenSeen" when={m.design_when_seen()}>
        <State label={m.design_state_normal()}>
          <WhenSeen>
            <p>{m.design_seen()}</p>
          </WhenSeen>
        </State>
      </Piece>
    </>
  );
}

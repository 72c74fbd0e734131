import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ApiClient } from "~/api/types";
import { AccountNav } from "~/features/identity/AccountNav";
import { useMe } from "~/features/identity/queries";
import { isAdmin } from "~/features/members/roles";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { Dialog } from "~/ui/Dialog";
import { Page, Section, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { ClientForm } from "./ClientForm";
import { ClientItem } from "./ClientItem";
import css from "./clients.module.css";
import { clientsQuery } from "./queries";
import { Secret } from "./Secret";
import { TokenExample } from "./TokenExample";

/** Programs of one's own: their registration, their secret shown once, and how to begin. */
export default function ApiClientsPage() {
  const me = useMe();
  const query = useInfiniteQuery(clientsQuery);
  const [making, setMaking] = useState(false);
  // The secret is nowhere else: it goes with the page.
  const [made, setMade] = useState<ApiClient>();
  const add = (
    <Button look="secondary" small onPress={() => setMaking(true)}>
      {m.client_new()}
    </Button>
  );
  return (
    <Page title={m.clients_title()} lead={m.clients_lead()} below={<AccountNav />}>
      <Stack>
        {made?.client_secret && (
          <Secret
            title={m.client_secret_title({ name: made.name })}
            text={m.client_secret_text()}
            secret={made.client_secret}
            onDone={() => setMade(undefined)}
          />
        )}
        <Section title={m.clients_own()} more={add}>
          <Results
            query={query}
            rows={2}
            empty={<Empty title={m.clients_none()}>{m.clients_none_text()}</Empty>}
          >
            {(clients) => (
              <ul className={css.clients}>
                {clients.map((client) => (
                  <ClientItem key={client.id} client={client} onSecret={setMade} />
                ))}
              </ul>
            )}
          </Results>
        </Section>
        {/* Its lines are too long for a margin. */}
        <Panel title={m.client_example_title()}>
          <TokenExample id={made?.id} />
        </Panel>
      </Stack>
      <Dialog title={m.client_new()} open={making} onClose={() => setMaking(false)}>
        <ClientForm
          partner={isAdmin(me)}
          onDone={(client) => {
            setMaking(false);
            setMade(client);
          }}
        />
      </Dialog>
    </Page>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Webhook } from "~/api/types";
import css from "~/features/api_clients/clients.module.css";
import { Secret } from "~/features/api_clients/Secret";
import { AccountNav } from "~/features/identity/AccountNav";
import { dateTime, list, sentence } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { webhooksQuery } from "./queries";
import { WebhookForm } from "./WebhookForm";
import { WebhookPage } from "./WebhookPage";
import { REASON, STATUS, TYPES } from "./words";

/** One's webhooks, or one of them. */
export default function WebhooksPage({ id }: { id: string | undefined }) {
  return id ? <WebhookPage id={id} /> : <WebhookList />;
}

function WebhookList() {
  const query = useInfiniteQuery(webhooksQuery);
  const [making, setMaking] = useState(false);
  // The secret is nowhere else: it goes with the page.
  const [made, setMade] = useState<Webhook>();
  const add = (
    <Button look="secondary" small onPress={() => setMaking(true)}>
      {m.hook_new()}
    </Button>
  );
  return (
    <Page title={m.hooks_title()} lead={m.hooks_lead()} below={<AccountNav />}>
      <Stack>
        {made?.secret && (
          <Secret
            title={m.hook_secret_title({ host: new URL(made.url).host })}
            text={m.hook_secret_text()}
            secret={made.secret}
            onDone={() => setMade(undefined)}
          />
        )}
        <Section title={m.hooks_own()} more={add}>
          <Results query={query} rows={2} empty={<Empty title={m.hooks_none()}>{m.hooks_none_text()}</Empty>}>
            {(webhooks) => (
              <ul className={css.clients}>
                {webhooks.map((webhook) => (
                  <Item key={webhook.id} webhook={webhook} />
                ))}
              </ul>
            )}
          </Results>
        </Section>
        <p>
          <a href="/docs/#tag/webhooks">{m.hook_docs()}</a>
        </p>
      </Stack>
      <Dialog title={m.hook_new()} open={making} onClose={() => setMaking(false)}>
        <WebhookForm
          onDone={(webhook) => {
            setMaking(false);
            setMade(webhook);
          }}
        />
      </Dialog>
    </Page>
  );
}

function Item({ webhook }: { webhook: Webhook }) {
  const { words, tone } = STATUS[webhook.status];
  return (
    <li>
      <div>
        <h3>
          <Link to="/compte/$" params={{ _splat: `webhooks/${webhook.id}` }}>
            {webhook.url}
          </Link>{" "}
          <Badge tone={tone}>{words()}</Badge>
        </h3>
        <p className={css.meta}>
          {sentence(list(webhook.types.map((type) => TYPES[type]())))} ·{" "}
          {m.client_since({ date: dateTime(webhook.created_at) })}
        </p>
        {webhook.api_client_id && <p className={css.meta}>{m.hook_of_client()}</p>}
        {webhook.disabled_reason && <p className={css.meta}>{REASON[webhook.disabled_reason]()}</p>}
      </div>
    </li>
  );
}

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Organization } from "~/api/types";
import { organizationQuery } from "~/features/directory/queries";
import { useDraft } from "~/lib/drafts";
import { siteName } from "~/lib/url";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { ChoiceCards } from "~/ui/Choices";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Split } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";

type Draft = { way: "email" | "message"; email: string; message: string };
const FIELDS = ["email", "message"];

/** Taking charge of a record that nobody keeps. */
export default function ClaimPage({ slug }: { slug: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(slug));
  return (
    <Page
      title={m.claim_title({ name: organization.name })}
      longTitle
      lead={m.claim_lead()}
      above={
        <Breadcrumb>
          <Link to="/annuaire">{m.nav_directory()}</Link>
          <Link to="/annuaire/$slug" params={{ slug }}>
            {organization.name}
          </Link>
        </Breadcrumb>
      }
    >
      {organization.has_owner ? (
        <Banner title={m.claim_kept()}>
          <p>{m.claim_kept_text()}</p>
        </Banner>
      ) : (
        <ClaimForm organization={organization} />
      )}
    </Page>
  );
}

function ClaimForm({ organization }: { organization: Organization }) {
  const queryClient = useQueryClient();
  const { id, slug, website } = organization;
  const site = website ? siteName(website) : undefined;
  const [draft, setDraft, clear] = useDraft<Draft>(
    `lorntech.claim.draft.${id}`,
    { way: site ? "email" : "message", email: "", message: "" },
    "session",
  );
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.claim.key.${id}`, "session");
  const byMail = draft.way === "email" && site !== undefined;
  const text = (byMail ? draft.email : draft.message).trim();
  const claim = useMutation({
    mutationFn: () => {
      const body = byMail ? { email: text } : { message: text };
      const header = idempotent(keyFor(body));
      return unwrap(client.POST("/v1/organizations/{id}/claims", { params: { path: { id }, header }, body }));
    },
    onSuccess: () => {
      done();
      clear();
      void queryClient.invalidateQueries({ queryKey: ["claims"] });
    },
  });
  const errors = fieldErrors(claim.error, FIELDS);
  if (claim.data) {
    return (
      <Banner
        tone="done"
        title={claim.data.status === "awaiting_proof" ? m.claim_mail_sent() : m.claim_sent()}
      >
        <p>
          {claim.data.status === "awaiting_proof"
            ? m.claim_mail_sent_text({ email: claim.data.email ?? "" })
            : m.claim_sent_text()}
        </p>
        <Link to="/annuaire/$slug" params={{ slug }} onward>
          {m.claim_back()}
        </Link>
      </Banner>
    );
  }
  return (
    <Split
      aside={
        <Panel title={m.propose_then()}>
          <p>{m.claim_then_text()}</p>
        </Panel>
      }
    >
      <Form
        onSubmit={() => {
          setTried(true);
          if (text && !claim.isPending) claim.mutate();
        }}
      >
        <ProblemBanner error={claim.error} known={FIELDS} />
        {site && (
          <ChoiceCards<Draft["way"]>
            label={m.claim_way()}
            value={draft.way}
            onChange={(way) => setDraft((before) => ({ ...before, way }))}
            choices={[
              { value: "email", title: m.claim_by_mail(), text: m.claim_by_mail_text({ site }) },
              { value: "message", title: m.claim_by_moderator(), text: m.claim_by_moderator_text() },
            ]}
          />
        )}
        {byMail ? (
          <TextField
            label={m.claim_email()}
            name="email"
            type="email"
            autoComplete="email"
            maxLength={254}
            value={draft.email}
            onChange={(email) => setDraft((before) => ({ ...before, email }))}
            error={errors.email ?? (tried && !text ? m.claim_email_missing() : undefined)}
          />
        ) : (
          <TextField
            label={m.claim_message()}
            hint={m.claim_message_hint()}
            name="message"
            long
            rows={5}
            maxLength={2000}
            value={draft.message}
            onChange={(message) => setDraft((before) => ({ ...before, message }))}
            error={errors.message ?? (tried && !text ? m.claim_message_missing() : undefined)}
          />
        )}
        <Actions>
          <Button type="submit" pending={claim.isPending}>
            {byMail ? m.claim_send_mail() : m.claim_send()}
          </Button>
        </Actions>
      </Form>
    </Split>
  );
}

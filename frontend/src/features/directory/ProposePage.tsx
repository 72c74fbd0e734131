import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import { useDraft } from "~/lib/drafts";
import { getLocale } from "~/lib/locale";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { Form, Pair } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Split } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { KINDS } from "./kinds";
import { kindLabel } from "./labels";
import { Particulars } from "./Particulars";
import { particularFaults } from "./particulars";
import { NO_PROPOSAL, PROPOSAL_FIELDS, type Proposal, proposalBody, startupBody } from "./propose";

export function ProposePage({ name }: { name: string | undefined }) {
  const navigate = useNavigate();
  const [proposal, setProposal, clear] = useDraft<Proposal>("lorntech.propose", NO_PROPOSAL);
  useEffect(() => {
    if (name) setProposal((before) => (before.name ? before : { ...before, name }));
  }, [name, setProposal]);
  const [missing, setMissing] = useState<string>();
  const [faults, setFaults] = useState<Record<string, string>>({});
  const { keyFor, done } = useKeyed("lorntech.propose.key");
  const propose = useMutation({
    mutationFn: () => {
      if (proposal.kind === "startup") {
        const body = startupBody(proposal, getLocale());
        return unwrap(client.POST("/v1/startups", { params: { header: idempotent(keyFor(body)) }, body }));
      }
      const body = proposalBody(proposal, getLocale());
      return unwrap(client.POST("/v1/organizations", { params: { header: idempotent(keyFor(body)) }, body }));
    },
    onSuccess: async (organization) => {
      done();
      clear();
      await navigate({ to: "/annuaire/$slug", params: { slug: organization.slug } });
      toast(m.propose_sent());
    },
  });
  const edit = (change: Partial<Proposal>) => setProposal((before) => ({ ...before, ...change }));
  const submit = () => {
    const short = proposal.name.trim().length < 2;
    setMissing(short ? m.propose_name_missing() : undefined);
    const wrong = particularFaults(proposal.particulars, [proposal.kind], "");
    setFaults(wrong);
    if (!short && Object.keys(wrong).length === 0) propose.mutate();
  };
  const errors = useMemo(
    () => ({ ...fieldErrors(propose.error, PROPOSAL_FIELDS), ...faults }),
    [propose.error, faults],
  );
  return (
    <Page
      title={m.propose_title()}
      lead={m.propose_lead()}
      above={
        <Breadcrumb>
          <Link to="/annuaire">{m.nav_directory()}</Link>
        </Breadcrumb>
      }
    >
      <Split
        aside={
          <Panel title={m.propose_then()}>
            <p>{m.propose_then_text()}</p>
          </Panel>
        }
      >
        <Form onSubmit={submit}>
          <ProblemBanner error={propose.error} known={PROPOSAL_FIELDS} />
          <TextField
            label={m.propose_name()}
            name="name"
            autoComplete="organization"
            maxLength={200}
            value={proposal.name}
            onChange={(name) => edit({ name })}
            error={missing ?? errors.name}
          />
          <Select
            label={m.propose_kind()}
            value={proposal.kind}
            onChange={(kind) => edit({ kind })}
            choices={KINDS.map((kind) => ({ value: kind, label: kindLabel(kind) }))}
          />
          <TextField
            label={m.propose_summary()}
            hint={m.propose_summary_hint()}
            name="summary"
            optional
            long
            rows={3}
            maxLength={300}
            value={proposal.summary}
            onChange={(summary) => edit({ summary })}
            error={errors[`summary.${getLocale()}`]}
          />
          <Particulars
            kinds={[proposal.kind]}
            value={proposal.particulars}
            onChange={(change) => edit({ particulars: { ...proposal.particulars, ...change } })}
            errors={errors}
            within=""
          />
          <TextField
            label={m.organization_website()}
            name="website"
            inputMode="url"
            autoComplete="url"
            optional
            maxLength={500}
            value={proposal.website}
            onChange={(website) => edit({ website })}
            error={errors.website}
          />
          <TextField
            label={m.propose_siren()}
            hint={m.propose_siren_hint()}
            name="siren"
            inputMode="numeric"
            optional
            maxLength={20}
            value={proposal.siren}
            onChange={(siren) => edit({ siren })}
            error={errors["identifiers.0.value"]}
          />
          <Pair>
            <TextField
              label={m.propose_postal_code()}
              name="postal_code"
              autoComplete="postal-code"
              optional
              maxLength={12}
              value={proposal.postalCode}
              onChange={(postalCode) => edit({ postalCode })}
              error={errors["location.postal_code"]}
            />
            <TextField
              label={m.propose_locality()}
              name="locality"
              autoComplete="address-level2"
              optional
              maxLength={100}
              value={proposal.locality}
              onChange={(locality) => edit({ locality })}
              error={errors["location.locality"]}
            />
          </Pair>
          <Select<Proposal["country"]>
            label={m.propose_country()}
            value={proposal.country}
            onChange={(country) => edit({ country })}
            choices={[
              { value: "FR", label: m.country_fr() },
              { value: "LU", label: m.country_lu() },
              { value: "DE", label: m.country_de() },
              { value: "BE", label: m.country_be() },
            ]}
          />
          <Actions>
            <Button type="submit" pending={propose.isPending}>
              {m.propose_send()}
            </Button>
          </Actions>
        </Form>
      </Split>
    </Page>
  );
}

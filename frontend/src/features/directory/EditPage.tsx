import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors, isStatus } from "~/api/problem";
import type { Organization } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { getLocale } from "~/lib/locale";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { CheckList } from "~/ui/Choices";
import { Disclosure } from "~/ui/Disclosure";
import { Form, Pair } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Split } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { changeOf, EDIT_FIELDS, type Edited, editedOf } from "./edit";
import { KINDS } from "./kinds";
import { kindLabel } from "./labels";
import { Particulars } from "./Particulars";
import { particularFaults } from "./particulars";
import { organizationQuery } from "./queries";
import { RelationFields } from "./RelationFields";

export default function EditPage({ slug }: { slug: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(slug));
  return (
    <Page
      title={m.edit_title({ name: organization.name })}
      longTitle
      lead={m.edit_lead()}
      above={
        <Breadcrumb>
          <Link to="/annuaire">{m.nav_directory()}</Link>
          <Link to="/annuaire/$slug" params={{ slug }}>
            {organization.name}
          </Link>
        </Breadcrumb>
      }
    >
      {organization.may_edit ? (
        <EditForm organization={organization} />
      ) : (
        <Banner title={m.edit_not_yours()}>
          <p>{m.edit_not_yours_text()}</p>
        </Banner>
      )}
    </Page>
  );
}

function EditForm({ organization }: { organization: Organization }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { id, slug, revision } = organization;
  const [edited, setEdited, clear] = useDraft<Edited>(
    `lorntech.edit.${id}`,
    editedOf(organization, getLocale()),
    "session",
  );
  const [missing, setMissing] = useState<string>();
  const [faults, setFaults] = useState<Record<string, string>>({});
  const { keyFor, done } = useKeyed(`lorntech.edit.key.${id}`, "session");
  const save = useMutation({
    mutationFn: () => {
      const body = changeOf(organization, edited, getLocale());
      const header = { ...idempotent(keyFor(body)), "If-Match": `"${revision}"` };
      return unwrap(
        client.PATCH("/v1/organizations/{id}", {
          params: { path: { id }, header },
          body,
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      );
    },
    onSuccess: async (changed) => {
      done();
      clear();
      queryClient.setQueryData(organizationQuery(slug).queryKey, changed);
      void queryClient.invalidateQueries({ queryKey: ["my-organizations"] });
      await navigate({ to: "/annuaire/$slug", params: { slug } });
      toast(m.edit_done());
    },
    // Somebody else was quicker: what is sent again differs from what there is now.
    onError: (error) =>
      isStatus(error, 412) && queryClient.invalidateQueries({ queryKey: organizationQuery(slug).queryKey }),
  });
  const edit = (change: Partial<Edited>) => setEdited((before) => ({ ...before, ...change }));
  const submit = () => {
    const short = edited.name.trim().length < 2;
    setMissing(short ? m.propose_name_missing() : undefined);
    const wrong = particularFaults(edited.particulars, edited.kinds, "startup.");
    setFaults(wrong);
    if (!short && Object.keys(wrong).length === 0) save.mutate();
  };
  const errors = useMemo(
    () => ({ ...fieldErrors(save.error, EDIT_FIELDS), ...faults }),
    [save.error, faults],
  );
  return (
    <Split
      aside={
        organization.quality.missing.length > 0 && (
          <Panel title={m.quality_title({ score: organization.quality.score })}>
            <p>{m.edit_quality_text()}</p>
          </Panel>
        )
      }
    >
      <Form onSubmit={submit}>
        <ProblemBanner error={save.error} known={EDIT_FIELDS} />
        <TextField
          label={m.propose_name()}
          name="name"
          autoComplete="organization"
          maxLength={200}
          value={edited.name}
          onChange={(name) => edit({ name })}
          error={missing ?? errors.name}
        />
        <TextField
          label={m.edit_legal_name()}
          name="legal_name"
          optional
          maxLength={200}
          value={edited.legalName}
          onChange={(legalName) => edit({ legalName })}
          error={errors.legal_name}
        />
        <Disclosure title={m.edit_kinds({ kinds: edited.kinds.map(kindLabel).join(", ") })}>
          <CheckList
            label={m.propose_kind()}
            value={edited.kinds}
            onChange={(kinds) => edit({ kinds })}
            choices={KINDS.map((kind) => ({ value: kind, label: kindLabel(kind) }))}
          />
        </Disclosure>
        <Particulars
          kinds={edited.kinds}
          value={edited.particulars}
          onChange={(change) => edit({ particulars: { ...edited.particulars, ...change } })}
          errors={errors}
          within="startup."
        />
        <TextField
          label={m.propose_summary()}
          name="summary"
          optional
          long
          rows={3}
          maxLength={300}
          value={edited.summary}
          onChange={(summary) => edit({ summary })}
          error={errors[`summary.${getLocale()}`]}
        />
        <TextField
          label={m.edit_description()}
          name="description"
          optional
          long
          rows={8}
          maxLength={5000}
          value={edited.description}
          onChange={(description) => edit({ description })}
          error={errors[`description.${getLocale()}`]}
        />
        <TextField
          label={m.organization_website()}
          name="website"
          inputMode="url"
          autoComplete="url"
          optional
          maxLength={500}
          value={edited.website}
          onChange={(website) => edit({ website })}
          error={errors.website}
        />
        <TextField
          label={m.edit_sectors()}
          hint={m.edit_sectors_hint()}
          name="sectors"
          optional
          maxLength={600}
          value={edited.sectors}
          onChange={(sectors) => edit({ sectors })}
          error={errors.sectors}
        />
        <TextField
          label={m.organization_address()}
          name="address"
          autoComplete="street-address"
          optional
          maxLength={200}
          value={edited.address}
          onChange={(address) => edit({ address })}
          error={errors["location.address"]}
        />
        <Pair>
          <TextField
            label={m.propose_postal_code()}
            name="postal_code"
            autoComplete="postal-code"
            optional
            maxLength={12}
            value={edited.postalCode}
            onChange={(postalCode) => edit({ postalCode })}
            error={errors["location.postal_code"]}
          />
          <TextField
            label={m.propose_locality()}
            name="locality"
            autoComplete="address-level2"
            optional
            maxLength={100}
            value={edited.locality}
            onChange={(locality) => edit({ locality })}
            error={errors["location.locality"]}
          />
        </Pair>
        <Select
          label={m.propose_country()}
          value={edited.country}
          onChange={(country) => edit({ country })}
          choices={[
            { value: "FR", label: m.country_fr() },
            { value: "LU", label: m.country_lu() },
            { value: "DE", label: m.country_de() },
            { value: "BE", label: m.country_be() },
          ]}
        />
        <Disclosure title={m.relations_edit({ count: edited.relations.length })}>
          <RelationFields
            slug={slug}
            value={edited.relations}
            onChange={(relations) => edit({ relations })}
            error={errors.relations}
          />
        </Disclosure>
        <Actions>
          <Button type="submit" pending={save.isPending}>
            {m.edit_save()}
          </Button>
          <Link to="/annuaire/$slug" params={{ slug }} button="quiet">
            {m.edit_back()}
          </Link>
        </Actions>
      </Form>
    </Split>
  );
}

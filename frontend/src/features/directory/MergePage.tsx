import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { useMe } from "~/features/identity/queries";
import { isModerator } from "~/features/members/roles";
import { useKeyed } from "~/lib/use-keyed";
import { useTyped } from "~/lib/use-typed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { ChoiceCards } from "~/ui/Choices";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { SearchField } from "~/ui/SearchField";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { kindLabel } from "./labels";
import { foundOrganizationsQuery, organizationQuery } from "./queries";

/** A record that is another one's double is taken in by it. */
export default function MergePage({ slug }: { slug: string }) {
  const { data: organization } = useSuspenseQuery(organizationQuery(slug));
  const me = useMe();
  return (
    <Page
      title={m.merge_title({ name: organization.name })}
      longTitle
      lead={m.merge_lead()}
      above={
        <Breadcrumb>
          <Link to="/annuaire">{m.nav_directory()}</Link>
          <Link to="/annuaire/$slug" params={{ slug }}>
            {organization.name}
          </Link>
        </Breadcrumb>
      }
    >
      {isModerator(me) ? (
        <MergeForm id={organization.id} name={organization.name} />
      ) : (
        <Banner title={m.merge_moderators()} />
      )}
    </Page>
  );
}

function MergeForm({ id, name }: { id: string; name: string }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [q, setQ] = useState(name);
  const [words, setWords] = useTyped(q, setQ);
  const [kept, setKept] = useState<string>();
  const found = useQuery({ ...foundOrganizationsQuery(q), enabled: q.trim().length > 1 });
  const others = (found.data?.items ?? []).filter((one) => one.id !== id);
  const chosen = others.find((one) => one.id === kept);
  const { keyFor, done } = useKeyed(`lorntech.merge.${id}`, "session");
  const merge = useMutation({
    mutationFn: (into: string) => {
      const body = { duplicate_id: id };
      return unwrap(
        client.POST("/v1/organizations/{id}/merges", {
          params: { path: { id: into }, header: idempotent(keyFor({ into, ...body })) },
          body,
        }),
      );
    },
    onSuccess: async (merged) => {
      done();
      await queryClient.invalidateQueries({ queryKey: ["organizations"] });
      void queryClient.invalidateQueries({ queryKey: ["reviews"] });
      await navigate({ to: "/annuaire/$slug", params: { slug: merged.slug } });
      toast(m.merge_done());
    },
  });
  return (
    <Form onSubmit={() => chosen && !merge.isPending && merge.mutate(chosen.id)}>
      <SearchField label={m.merge_search()} value={words} onChange={setWords} />
      {found.isError ? (
        <Failed error={found.error} onRetry={() => found.refetch()} />
      ) : found.isPending ? (
        <Loading rows={2} />
      ) : others.length === 0 ? (
        <p>{m.merge_none()}</p>
      ) : (
        <ChoiceCards
          label={m.merge_kept()}
          value={chosen?.id}
          onChange={setKept}
          choices={others.map((one) => ({
            value: one.id,
            title: one.name,
            text: [one.kinds.map(kindLabel).join(", "), one.location?.locality].filter(Boolean).join(" · "),
          }))}
        />
      )}
      <ProblemBanner error={merge.error} />
      {chosen && (
        <>
          <p>{m.merge_text({ gone: name, kept: chosen.name })}</p>
          <Actions>
            <Button type="submit" look="danger" pending={merge.isPending}>
              {m.merge_send()}
            </Button>
          </Actions>
        </>
      )}
    </Form>
  );
}

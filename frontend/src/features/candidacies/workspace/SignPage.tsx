import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors, isStatus } from "~/api/problem";
import type { Candidacy } from "~/api/types";
import { PendingPage } from "~/app/PendingPage";
import { NotFoundPage } from "~/app/pages";
import { useMe } from "~/features/identity/queries";
import { words } from "~/lib/lang-text";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Section, Stack } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Select } from "~/ui/Select";
import { Actions, Empty, Failed } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { supportersQuery } from "../queries";
import { fileQuery } from "./queries";
import css from "./workspace.module.css";

const ENDED = ["rejected", "superseded", "expired", "withdrawn", "abandoned"];

/** Where whoever keeps an actor of the directory signs for it; pilots send them here. */
export function SignPage({ slug }: { slug: string }) {
  const file = useQuery(fileQuery(slug));
  if (file.isPending) return <PendingPage />;
  if (file.isError) {
    if (isStatus(file.error, 404)) return <NotFoundPage />;
    return (
      <Page title={m.sign_title()}>
        <Failed error={file.error} onRetry={file.refetch} />
      </Page>
    );
  }
  return (
    <Page title={m.sign_title()} lead={words(file.data.name)}>
      <Stack>
        <p>{words(file.data.summary)}</p>
        {ENDED.includes(file.data.state) ? <Banner title={m.sign_ended()} /> : <Sign file={file.data} />}
        <Section title={m.candidacy_supporters()}>
          <Signed file={file.data} />
        </Section>
      </Stack>
    </Page>
  );
}

/** The actors that one keeps. */
function useOwn() {
  const roles = useMe()?.roles ?? [];
  return roles.flatMap(({ organization }) => (organization ? [organization] : []));
}

const FIELDS = ["organization_id", "statement"] as const;

function Sign({ file }: { file: Candidacy }) {
  const queryClient = useQueryClient();
  const own = useOwn();
  const [chosen, setChosen] = useState("");
  const [statement, setStatement] = useState("");
  const { keyFor, done } = useKeyed(`lorntech.key.sign.${file.id}`, "session");
  const organization_id = chosen || (own[0]?.id ?? "");
  const sign = useMutation({
    mutationFn: () => {
      const body = { organization_id, ...(statement.trim() ? { statement: statement.trim() } : {}) };
      return unwrap(
        client.POST("/v1/candidacies/{id}/supporters", {
          params: { path: { id: file.slug }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      await queryClient.invalidateQueries({ queryKey: supportersQuery(file.slug).queryKey });
      setStatement("");
      toast(m.sign_done());
    },
  });
  if (own.length === 0) {
    return (
      <Banner title={m.sign_none()}>
        <Link to="/annuaire">{m.sign_find()}</Link>
      </Banner>
    );
  }
  const errors = fieldErrors(sign.error, FIELDS);
  return (
    <Form onSubmit={() => !sign.isPending && sign.mutate()}>
      <ProblemBanner error={sign.error} known={FIELDS} />
      <Select
        label={m.sign_as()}
        value={organization_id}
        onChange={setChosen}
        error={errors.organization_id}
        choices={own.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <TextField
        label={m.sign_statement()}
        hint={m.sign_statement_hint()}
        optional
        long
        rows={3}
        maxLength={1000}
        value={statement}
        onChange={setStatement}
        error={errors.statement}
      />
      <Actions>
        <Button type="submit" pending={sign.isPending}>
          {m.sign_title()}
        </Button>
      </Actions>
    </Form>
  );
}

function Signed({ file }: { file: Candidacy }) {
  const queryClient = useQueryClient();
  const own = useOwn();
  const supporters = useInfiniteQuery(supportersQuery(file.slug));
  const withdraw = useMutation({
    mutationFn: (supporter_id: string) =>
      unwrap(
        client.DELETE("/v1/candidacies/{id}/supporters/{supporter_id}", {
          params: { path: { id: file.slug, supporter_id } },
        }),
      ),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: supportersQuery(file.slug).queryKey });
      toast(m.sign_withdrawn());
    },
  });
  return (
    <>
      <ProblemBanner error={withdraw.error} />
      <Results query={supporters} empty={<Empty title={m.candidacy_supporters_empty()} />}>
        {(items) => (
          <ul className={css.gaps}>
            {items.map((one) => (
              <li key={one.id}>
                {one.name}
                {one.statement && <> – {one.statement}</>}{" "}
                {own.some(({ id }) => id === one.organization_id) && (
                  <Button
                    small
                    look="quiet"
                    pending={withdraw.isPending && withdraw.variables === one.id}
                    onPress={() => !withdraw.isPending && withdraw.mutate(one.id)}
                  >
                    {m.sign_withdraw()}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Results>
    </>
  );
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Section } from "~/ui/Page";
import { Actions, Failed } from "~/ui/States";
import { toast } from "~/ui/Toast";
import css from "./account.module.css";
import { identitiesQuery, providersQuery, useLeave } from "./providers";

/** By which providers one signs in. Nothing is shown where there is none, and none was linked. */
export function IdentitiesSection() {
  const queryClient = useQueryClient();
  const providers = useQuery(providersQuery).data?.items ?? [];
  const query = useQuery(identitiesQuery);
  const identities = query.data?.items ?? [];
  const [leaving, setLeaving] = useState<(typeof identities)[number]>();
  const leave = useLeave("link");
  const unlink = useMutation({
    mutationFn: (id: string) => unwrap(client.DELETE("/v1/me/identities/{id}", { params: { path: { id } } })),
    onSuccess: async () => {
      toast(m.identity_unlinked({ name: leaving?.provider.name ?? "" }));
      setLeaving(undefined);
      await queryClient.invalidateQueries({ queryKey: identitiesQuery.queryKey });
    },
  });
  if (providers.length === 0 && identities.length === 0 && !query.isError) return null;
  const others = providers.filter(({ id }) => !identities.some(({ provider }) => provider.id === id));
  return (
    <Section title={m.identities_title()}>
      <p>{m.identities_text()}</p>
      {query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <ul className={css.sessions}>
          {identities.map((identity) => (
            <li key={identity.id}>
              <span>
                <strong>{identity.provider.name}</strong>
                <span className={css.meta}>{m.identity_since({ date: dateTime(identity.created_at) })}</span>
                <span className={css.meta}>{m.identity_used({ date: dateTime(identity.last_used_at) })}</span>
              </span>
              <Button
                look="secondary"
                small
                aria-label={`${m.identity_unlink()}, ${identity.provider.name}`}
                onPress={() => {
                  unlink.reset();
                  setLeaving(identity);
                }}
              >
                {m.identity_unlink()}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <ProblemBanner error={leave.error} />
      <Actions>
        {others.map(({ id, name }) => (
          <Button
            key={id}
            look="secondary"
            onPress={() => leave.mutate(id)}
            pending={leave.isPending && leave.variables === id}
          >
            {m.identity_link({ name })}
          </Button>
        ))}
      </Actions>
      <Dialog
        title={m.identity_unlink_sure({ name: leaving?.provider.name ?? "" })}
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
      >
        <p>{m.identity_unlink_text()}</p>
        <ProblemBanner error={unlink.error} />
        <Actions>
          <Button
            look="danger"
            onPress={() => leaving && unlink.mutate(leaving.id)}
            pending={unlink.isPending}
          >
            {m.identity_unlink()}
          </Button>
          <Button look="secondary" onPress={() => setLeaving(undefined)}>
            {m.identity_keep()}
          </Button>
        </Actions>
      </Dialog>
    </Section>
  );
}

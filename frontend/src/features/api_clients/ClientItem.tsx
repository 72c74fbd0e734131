import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import type { ApiClient } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { isAdmin } from "~/features/members/roles";
import { dateTime, list } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { ClientForm } from "./ClientForm";
import css from "./clients.module.css";
import { clientsQuery, SCOPES, versioned } from "./queries";

type Props = { client: ApiClient; onSecret: (client: ApiClient) => void };
type Asked = "edit" | "rotate" | "delete";

/** What cannot be undone is asked once more, and says what it ends. */
function Sure({
  text,
  act,
  send,
}: {
  text: string;
  act: string;
  send: ReturnType<typeof useMutation<unknown, Error, void>>;
}) {
  return (
    <>
      <ProblemBanner error={send.error} />
      <p>{text}</p>
      <Actions>
        <Button look="danger" onPress={() => send.mutate()} pending={send.isPending}>
          {act}
        </Button>
      </Actions>
    </>
  );
}

export function ClientItem({ client: one, onSecret }: Props) {
  const queryClient = useQueryClient();
  const me = useMe();
  const [asked, setAsked] = useState<Asked>();
  const settled = () => queryClient.invalidateQueries({ queryKey: clientsQuery.queryKey });
  const rotate = useMutation<unknown, Error, void>({
    mutationFn: async () => {
      const renewed = await unwrap(client.POST("/v1/api-clients/{id}/secrets", { params: versioned(one) }));
      setAsked(undefined);
      onSecret(renewed);
    },
    onSettled: settled,
  });
  const remove = useMutation<unknown, Error, void>({
    mutationFn: () => unwrap(client.DELETE("/v1/api-clients/{id}", { params: versioned(one) })),
    onSuccess: () => {
      setAsked(undefined);
      toast(m.client_deleted({ name: one.name }));
    },
    onSettled: settled,
  });
  const bySecret = one.authentication === "client_secret";
  return (
    <li>
      <div>
        <h3>
          {one.name} {one.test && <Badge>{m.client_is_test()}</Badge>}
        </h3>
        <p className={css.meta}>
          <code>{one.id}</code>
        </p>
        <p className={css.meta}>
          {list(one.scopes.map((scope) => SCOPES[scope]()))} ·{" "}
          {bySecret ? m.client_by_secret() : m.client_by_key()} ·{" "}
          {m.client_since({ date: dateTime(one.created_at) })}
        </p>
        {one.allowed_origins.length > 0 && <p className={css.meta}>{list(one.allowed_origins)}</p>}
      </div>
      <div className={css.acts}>
        <Button
          look="secondary"
          small
          onPress={() => setAsked("edit")}
          aria-label={`${m.client_edit()}, ${one.name}`}
        >
          {m.client_edit()}
        </Button>
        {bySecret && (
          <Button
            look="secondary"
            small
            onPress={() => setAsked("rotate")}
            aria-label={`${m.client_rotate()}, ${one.name}`}
          >
            {m.client_rotate()}
          </Button>
        )}
        <Button
          look="quiet"
          small
          onPress={() => setAsked("delete")}
          aria-label={`${m.client_delete()}, ${one.name}`}
        >
          {m.client_delete()}
        </Button>
      </div>
      <Dialog title={m.client_edit()} open={asked === "edit"} onClose={() => setAsked(undefined)}>
        <ClientForm
          known={one}
          partner={isAdmin(me)}
          onDone={() => {
            setAsked(undefined);
            toast(m.client_saved());
          }}
        />
      </Dialog>
      <Dialog title={m.client_rotate()} open={asked === "rotate"} onClose={() => setAsked(undefined)}>
        <Sure text={m.client_rotate_text({ name: one.name })} act={m.client_rotate()} send={rotate} />
      </Dialog>
      <Dialog title={m.client_delete()} open={asked === "delete"} onClose={() => setAsked(undefined)}>
        <Sure text={m.client_delete_text({ name: one.name })} act={m.client_delete()} send={remove} />
      </Dialog>
    </li>
  );
}

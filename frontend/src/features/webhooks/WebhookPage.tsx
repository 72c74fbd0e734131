import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import type { Webhook } from "~/api/types";
import css from "~/features/api_clients/clients.module.css";
import { Secret } from "~/features/api_clients/Secret";
import { AccountNav } from "~/features/identity/AccountNav";
import { dateTime, list, sentence } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { Deliveries } from "./Deliveries";
import { PATCHED, versioned, webhookQuery } from "./queries";
import { WebhookForm } from "./WebhookForm";
import { REASON, STATUS, TYPES } from "./words";

/** Where one webhook stands, what was sent to it, and what can be done about it. */
export function WebhookPage({ id }: { id: string }) {
  const query = useQuery(webhookQuery(id));
  const title = query.data ? new URL(query.data.url).host : m.hook_title();
  const back = (
    <Link to="/compte/$" params={{ _splat: "webhooks" }}>
      {m.hook_back()}
    </Link>
  );
  return (
    <Page title={title} lead={query.data?.url} above={back} below={<AccountNav />}>
      {query.isPending ? (
        <Loading rows={4} />
      ) : query.data ? (
        <Whole webhook={query.data} />
      ) : (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      )}
    </Page>
  );
}

type Asked = "edit" | "rotate" | "delete";

function Whole({ webhook }: { webhook: Webhook }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [asked, setAsked] = useState<Asked>();
  const [renewed, setRenewed] = useState<Webhook>();
  const settled = () => queryClient.invalidateQueries({ queryKey: ["webhooks"] });
  const change = useMutation({
    mutationFn: (status: "active" | "paused") =>
      unwrap(
        client.PATCH("/v1/webhooks/{id}", { params: versioned(webhook), body: { status }, headers: PATCHED }),
      ),
    onSettled: settled,
  });
  const test = useMutation({
    mutationFn: () =>
      unwrap(client.POST("/v1/webhooks/{id}/tests", { params: { path: { id: webhook.id } } })),
    onSuccess: () => toast(m.hook_test_sent()),
    onSettled: settled,
  });
  const rotate = useMutation({
    mutationFn: () => unwrap(client.POST("/v1/webhooks/{id}/secrets", { params: versioned(webhook) })),
    onSuccess: (changed) => {
      setAsked(undefined);
      setRenewed(changed);
    },
    onSettled: settled,
  });
  const remove = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/webhooks/{id}", { params: versioned(webhook) })),
    onSuccess: async () => {
      toast(m.hook_deleted());
      await navigate({ to: "/compte/$", params: { _splat: "webhooks" } });
      queryClient.removeQueries({ queryKey: ["webhooks", webhook.id] });
      await queryClient.invalidateQueries({ queryKey: ["webhooks", "list"] });
    },
  });
  const { status } = webhook;
  const close = () => setAsked(undefined);
  return (
    <Stack>
      {renewed?.secret && (
        <Secret
          title={m.hook_secret_title({ host: new URL(renewed.url).host })}
          text={m.hook_secret_text()}
          secret={renewed.secret}
          onDone={() => setRenewed(undefined)}
        />
      )}
      <Standing webhook={webhook} />
      <ProblemBanner error={change.error ?? test.error} />
      <Actions>
        {(status === "active" || status === "pending") && (
          <Button small onPress={() => test.mutate()} pending={test.isPending}>
            {status === "active" ? m.hook_test() : m.hook_prove()}
          </Button>
        )}
        {status === "active" ? (
          <Button small look="secondary" onPress={() => change.mutate("paused")} pending={change.isPending}>
            {m.hook_pause()}
          </Button>
        ) : (
          status !== "pending" && (
            <Button small onPress={() => change.mutate("active")} pending={change.isPending}>
              {m.hook_resume()}
            </Button>
          )
        )}
        <Button small look="secondary" onPress={() => setAsked("edit")}>
          {m.client_edit()}
        </Button>
        <Button small look="secondary" onPress={() => setAsked("rotate")}>
          {m.client_rotate()}
        </Button>
        <Button small look="quiet" onPress={() => setAsked("delete")}>
          {m.client_delete()}
        </Button>
      </Actions>
      <Deliveries webhook={webhook} />
      <Dialog title={m.client_edit()} open={asked === "edit"} onClose={close}>
        <WebhookForm
          known={webhook}
          onDone={() => {
            close();
            toast(m.hook_saved());
          }}
        />
      </Dialog>
      <Dialog title={m.client_rotate()} open={asked === "rotate"} onClose={close}>
        <ProblemBanner error={rotate.error} />
        <p>{m.hook_rotate_text()}</p>
        <Actions>
          <Button onPress={() => rotate.mutate()} pending={rotate.isPending}>
            {m.client_rotate()}
          </Button>
        </Actions>
      </Dialog>
      <Dialog title={m.client_delete()} open={asked === "delete"} onClose={close}>
        <ProblemBanner error={remove.error} />
        <p>{m.hook_delete_text()}</p>
        <Actions>
          <Button look="danger" onPress={() => remove.mutate()} pending={remove.isPending}>
            {m.client_delete()}
          </Button>
        </Actions>
      </Dialog>
    </Stack>
  );
}

function Standing({ webhook }: { webhook: Webhook }) {
  const { words, tone } = STATUS[webhook.status];
  return (
    <div className={css.standing}>
      <Tags>
        <Badge tone={tone}>{words()}</Badge>
      </Tags>
      <p>{sentence(list(webhook.types.map((type) => TYPES[type]())))}</p>
      {webhook.status === "pending" && (
        <Banner title={m.hook_pending_title()}>{m.hook_pending_text()}</Banner>
      )}
      {webhook.disabled_reason && (
        <Banner tone="wrong" title={m.hook_disabled_title()}>
          <p>{REASON[webhook.disabled_reason]()}</p>
          <p>{m.hook_disabled_text()}</p>
        </Banner>
      )}
      {webhook.status === "active" && webhook.failing_since && (
        <Banner tone="wrong" title={m.hook_failing_title()}>
          {m.hook_failing_text({ date: dateTime(webhook.failing_since) })}
        </Banner>
      )}
      {webhook.former_secret_until && <p>{m.hook_both({ date: dateTime(webhook.former_secret_until) })}</p>}
    </div>
  );
}

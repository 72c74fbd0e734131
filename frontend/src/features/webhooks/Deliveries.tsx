import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import type { Delivery, Webhook } from "~/api/types";
import css from "~/features/api_clients/clients.module.css";
import { dateTime, sentence } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Dialog } from "~/ui/Dialog";
import { Disclosure } from "~/ui/Disclosure";
import { Form } from "~/ui/Form";
import { Section } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Actions, Empty } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { deliveriesQuery } from "./queries";
import { answerWords, DELIVERY, typeWords } from "./words";

/** What was sent, and what came back. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const query = useInfiniteQuery(deliveriesQuery(webhook.id));
  const [recovering, setRecovering] = useState(false);
  const recover = (
    <Button look="secondary" small onPress={() => setRecovering(true)}>
      {m.hook_recover()}
    </Button>
  );
  return (
    <Section title={m.hook_deliveries()} more={recover}>
      <Results query={query} rows={3} empty={<Empty title={m.hook_deliveries_none()} />}>
        {(deliveries) => (
          <ul className={css.clients}>
            {deliveries.map((delivery) => (
              <Item key={delivery.id} webhook={webhook} delivery={delivery} />
            ))}
          </ul>
        )}
      </Results>
      <Dialog title={m.hook_recover()} open={recovering} onClose={() => setRecovering(false)}>
        <Recovery webhook={webhook} onDone={() => setRecovering(false)} />
      </Dialog>
    </Section>
  );
}

function Item({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const queryClient = useQueryClient();
  const { words, tone } = DELIVERY[delivery.status];
  const again = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST("/v1/webhooks/{id}/deliveries/{delivery_id}/attempts", {
          params: { path: { id: webhook.id, delivery_id: delivery.id } },
        }),
      ),
    onSuccess: () => toast(m.hook_sent_again()),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["webhooks", webhook.id] }),
  });
  const what = sentence(typeWords(delivery.type));
  const when = dateTime(delivery.occurred_at);
  return (
    <li>
      <div>
        <h3>
          {what} <Badge tone={tone}>{words()}</Badge>
        </h3>
        <p className={css.meta}>
          {when}
          {delivery.next_attempt_at && delivery.answers.length > 0 && (
            <> · {m.hook_next_attempt({ date: dateTime(delivery.next_attempt_at) })}</>
          )}
        </p>
        <p className={css.meta}>
          <code>{delivery.event_id}</code>
        </p>
        {delivery.answers.length > 0 && (
          <Disclosure title={m.hook_answers({ count: delivery.answers.length })}>
            <ol>
              {delivery.answers.map((answer) => (
                <li key={answer.at}>
                  {dateTime(answer.at)} · {answerWords(answer)}
                  {answer.body && (
                    <>
                      {" "}
                      <code className={css.secret}>{answer.body}</code>
                    </>
                  )}
                </li>
              ))}
            </ol>
          </Disclosure>
        )}
        <ProblemBanner error={again.error} />
      </div>
      <div className={css.acts}>
        <Button
          look="quiet"
          small
          onPress={() => again.mutate()}
          pending={again.isPending}
          aria-label={`${m.hook_send_again()}, ${what}, ${when}`}
        >
          {m.hook_send_again()}
        </Button>
      </div>
    </li>
  );
}

/** What happened since a day and did not arrive. */
function Recovery({ webhook, onDone }: { webhook: Webhook; onDone: () => void }) {
  const queryClient = useQueryClient();
  const [day, setDay] = useState("");
  const [missing, setMissing] = useState<string>();
  const recover = useMutation({
    mutationFn: () =>
      unwrap(
        client.POST("/v1/webhooks/{id}/recoveries", {
          params: { path: { id: webhook.id } },
          body: { since: new Date(`${day}T00:00:00`).toISOString() },
        }),
      ),
    onSuccess: () => {
      onDone();
      toast(m.hook_recovering());
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["webhooks", webhook.id] }),
  });
  const submit = () => {
    const wanting = !day || day === INCOMPLETE_DATE ? m.hook_since_missing() : undefined;
    setMissing(wanting);
    if (!wanting) recover.mutate();
  };
  return (
    <Form look="dense" onSubmit={submit}>
      <ProblemBanner error={recover.error} />
      <p>{m.hook_recover_text()}</p>
      <DateField label={m.hook_since()} value={day} onChange={setDay} error={missing} />
      <Actions>
        <Button type="submit" pending={recover.isPending}>
          {m.hook_recover()}
        </Button>
      </Actions>
    </Form>
  );
}

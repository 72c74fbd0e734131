import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { Consent } from "~/api/types";
import { dateTime } from "~/lib/format";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Disclosure } from "~/ui/Disclosure";
import { Section } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { toast } from "~/ui/Toast";
import css from "./privacy.module.css";
import { consentsQuery } from "./queries";

const CHANNELS = { site: m.consent_channel_site, api: m.consent_channel_api };

/** One purpose: taken back by the same switch, and in the same step, as it was given. */
function Purpose({ consent }: { consent: Consent }) {
  const queryClient = useQueryClient();
  const { queryKey } = consentsQuery();
  const { keyFor, done } = useKeyed(`lorntech.consent.${consent.purpose}`, "session");
  const say = useMutation({
    mutationFn: (given: boolean) => {
      const body = { purpose: consent.purpose, given, text_hash: consent.text_hash };
      return unwrap(client.POST("/v1/me/consents", { params: { header: idempotent(keyFor(body)) }, body }));
    },
    onSuccess: (now) => {
      done();
      toast(now.given ? m.consent_given_now() : m.consent_withdrawn_now());
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return (
    <div className={css.consent}>
      <ProblemBanner error={say.error} />
      <Switch
        label={m.consent_directory_contact()}
        hint={consent.text}
        on={say.isPending ? say.variables : consent.given}
        pending={say.isPending}
        onChange={(given) => say.mutate(given)}
      />
      {consent.history.length === 0 ? (
        <p className={css.meta}>{m.consent_never()}</p>
      ) : (
        <Disclosure title={m.consent_history()}>
          <ol className={css.history}>
            {consent.history.map((entry) => (
              <li key={entry.id}>
                <time dateTime={entry.at}>{dateTime(entry.at)}</time>{" "}
                {entry.given ? m.consent_given() : m.consent_withdrawn()}, {CHANNELS[entry.channel]()}{" "}
                <span className={css.meta}>
                  {m.consent_words()} <code>{entry.text_hash.slice(0, 12)}</code>
                </span>
              </li>
            ))}
          </ol>
        </Disclosure>
      )}
    </div>
  );
}

export function ConsentsSection() {
  const query = useQuery(consentsQuery());
  return (
    <Section title={m.consents_title()}>
      <p>{m.consents_text()}</p>
      {query.isPending ? (
        <Loading rows={1} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : (
        query.data.items.map((consent) => <Purpose key={consent.purpose} consent={consent} />)
      )}
    </Section>
  );
}

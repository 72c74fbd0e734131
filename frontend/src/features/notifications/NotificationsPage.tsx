import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { client, idempotent, unwrap } from "~/api/client";
import type { NotificationSetting } from "~/api/types";
import { AccountNav } from "~/features/identity/AccountNav";
import { useMe, workplaces } from "~/features/identity/queries";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Page, Section, Stack } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { toast } from "~/ui/Toast";
import { Notices } from "./Notices";
import css from "./notifications.module.css";
import { settingsQuery } from "./queries";
import { AT_WORK, KINDS } from "./words";

type Channel = NotificationSetting["channels"][number]["channel"];
const CHANNELS: Record<Channel, () => string> = { mail: m.channel_mail, site: m.channel_site };

function Setting({ kind, channels }: NotificationSetting) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.notice.${kind}`, "session");
  const change = useMutation({
    mutationFn: ({ channel, enabled }: { channel: Channel; enabled: boolean }) => {
      const body = { settings: [{ kind, channel, enabled }] };
      return unwrap(
        client.PATCH("/v1/me/notification-settings", {
          params: { header: idempotent(keyFor(body)) },
          body,
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      );
    },
    onSuccess: (settings) => {
      done();
      queryClient.setQueryData(settingsQuery.queryKey, settings);
      toast(m.notices_saved());
    },
  });
  const { title, text } = KINDS[kind];
  const always = channels.every(({ locked }) => locked);
  return (
    <li>
      <fieldset className={css.setting}>
        <legend className={css.locked}>
          <strong>{title()}</strong> {always && <Badge>{m.notice_always()}</Badge>}
        </legend>
        <p className={css.meta}>{text()}</p>
        <ProblemBanner error={change.error} />
        {channels
          .filter(({ locked }) => !locked)
          .map(({ channel, enabled }) => {
            const changing = change.isPending && change.variables.channel === channel;
            return (
              <Switch
                key={channel}
                label={CHANNELS[channel]()}
                on={changing ? change.variables.enabled : enabled}
                pending={changing}
                onChange={(on) => change.mutate({ channel, enabled: on })}
              />
            );
          })}
      </fieldset>
    </li>
  );
}

/** What one is written to about: all of it, unless it is switched off here. */
export default function NotificationsPage() {
  const me = useMe();
  const query = useQuery(settingsQuery);
  const agent = workplaces(me).length > 0;
  const shown = query.data?.items.filter(({ kind }) => agent || !AT_WORK.includes(kind));
  return (
    <Page title={m.notices_title()} lead={m.notices_lead()} below={<AccountNav />}>
      <Stack>
        <Notices />
        <Section title={m.notices_by_mail()}>
          <p>{m.notices_address({ email: me?.account.email ?? "" })}</p>
          {query.isPending ? (
            <Loading rows={3} />
          ) : query.isError ? (
            <Failed error={query.error} onRetry={() => query.refetch()} />
          ) : (
            <ul className={css.settings}>
              {shown?.map((setting) => (
                <Setting key={setting.kind} {...setting} />
              ))}
            </ul>
          )}
        </Section>
      </Stack>
    </Page>
  );
}

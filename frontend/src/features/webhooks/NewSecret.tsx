import type { Webhook } from "~/api/types";
import css from "~/features/api_clients/clients.module.css";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";

/** Shown by the answer that made it, and never again. */
export function NewSecret({ webhook, onDone }: { webhook: Webhook; onDone: () => void }) {
  const secret = webhook.secret ?? "";
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    toast(m.client_copied());
  };
  return (
    <Banner tone="done" title={m.hook_secret_title({ host: new URL(webhook.url).host })}>
      <p>{m.hook_secret_text()}</p>
      <p className={css.secret}>
        <code>{secret}</code>
      </p>
      <Actions>
        <Button small onPress={() => void copy()}>
          {m.client_copy()}
        </Button>
        <Button small look="quiet" onPress={onDone}>
          {m.client_secret_kept()}
        </Button>
      </Actions>
    </Banner>
  );
}

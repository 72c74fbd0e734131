import type { ApiClient } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import css from "./clients.module.css";

/** Shown by the answer that made it, and never again. */
export function Secret({ client, onDone }: { client: ApiClient; onDone: () => void }) {
  const secret = client.client_secret ?? "";
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    toast(m.client_copied());
  };
  return (
    <Banner tone="done" title={m.client_secret_title({ name: client.name })}>
      <p>{m.client_secret_text()}</p>
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

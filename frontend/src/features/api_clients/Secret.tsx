import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import css from "./clients.module.css";

/** Shown by the answer that made it, and never again. */
export function Secret(props: { title: string; text: string; secret: string; onDone: () => void }) {
  const { title, text, secret, onDone } = props;
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    toast(m.client_copied());
  };
  return (
    <Banner tone="done" title={title}>
      <p>{text}</p>
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

import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import css from "./account.module.css";

/** Shown once: to be copied, printed or kept as a file. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const text = codes.join("\n");
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast(m.recovery_copied());
  };
  return (
    <Panel title={m.recovery_title()}>
      <p>{m.recovery_once()}</p>
      <ul className={css.codes} translate="no">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Actions>
        <Button look="secondary" onPress={() => void copy()}>
          {m.recovery_copy()}
        </Button>
        <Button look="secondary" onPress={() => window.print()}>
          {m.recovery_print()}
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download="lorntech-codes.txt"
        >
          {m.recovery_download()}
        </a>
        <Button onPress={onKept}>{m.recovery_kept()}</Button>
      </Actions>
    </Panel>
  );
}

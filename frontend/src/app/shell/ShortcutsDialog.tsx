import { useState } from "react";
import { controlKey } from "~/lib/keys";
import { activeShortcuts, setSingleKeys, singleKeys } from "~/lib/shortcuts";
import { m } from "~/paraglide/messages.js";
import { Dialog } from "~/ui/Dialog";
import { Switch } from "~/ui/Switch";
import css from "./shell.module.css";

/** The keys of this page, as they are listened to now, and the way to do without. */
export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const [shortcuts] = useState(activeShortcuts);
  const [on, setOn] = useState(singleKeys);
  return (
    <Dialog title={m.keys_title()} open onClose={onClose}>
      <dl className={css.shortcuts}>
        {shortcuts.map((one) => (
          <div key={one.key}>
            <dt>
              <kbd>{KEY_NAMES[one.key] ?? one.key}</kbd>
              {one.withControl && (
                <>
                  {" "}
                  <kbd>{controlKey(one.withControl.toUpperCase())}</kbd>
                </>
              )}
            </dt>
            <dd>{one.words()}</dd>
          </div>
        ))}
      </dl>
      <Switch
        label={m.keys_single()}
        hint={m.keys_single_text()}
        on={on}
        onChange={(next) => {
          setOn(next);
          setSingleKeys(next);
        }}
      />
    </Dialog>
  );
}

const KEY_NAMES: Record<string, string> = { Enter: "↵", Escape: "Esc" };

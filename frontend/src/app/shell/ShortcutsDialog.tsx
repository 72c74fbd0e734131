import { useState } from "react";
import { controlKey } from "~/lib/keys";
import { activeShortcuts, setSingleKeys, singleKeys } from "~/lib/shortcuts";
import { m } from "~/paraglide/messages.js";
import { CheckList } from "~/ui/Choices";
import { Dialog } from "~/ui/Dialog";
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
      <CheckList
        label={m.keys_single()}
        choices={[{ value: "on", label: m.keys_single_on() }]}
        value={on ? ["on"] : []}
        onChange={(chosen) => {
          setOn(chosen.length > 0);
          setSingleKeys(chosen.length > 0);
        }}
      />
      <p>{m.keys_single_text()}</p>
    </Dialog>
  );
}

const KEY_NAMES: Record<string, string> = { Enter: "↵", Escape: "Esc" };

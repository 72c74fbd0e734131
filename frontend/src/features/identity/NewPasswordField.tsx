import { useState } from "react";
import { m } from "~/paraglide/messages.js";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";

type Props = { value: string; onChange: (value: string) => void; error?: string | undefined };

/** A password that is being chosen, once: whoever wants to check it lets it be shown. */
export function NewPasswordField({ value, onChange, error }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <TextField
        label={m.field_new_password()}
        hint={m.password_hint()}
        type={shown ? "text" : "password"}
        name="new-password"
        autoComplete="new-password"
        value={value}
        onChange={onChange}
        error={error}
      />
      <Switch label={m.password_show()} on={shown} onChange={setShown} />
    </>
  );
}

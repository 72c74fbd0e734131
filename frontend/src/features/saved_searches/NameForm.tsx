import { type ReactNode, useState } from "react";
import { fieldErrors } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";

const FIELDS = ["name"] as const;

type Props = {
  first: string;
  act: string;
  error: unknown;
  pending: boolean;
  onSend: (name: string) => void;
  children?: ReactNode;
};

/** What a search is called. */
export function NameForm({ first, act, error, pending, onSend, children }: Props) {
  const [name, setName] = useState(first);
  const [missing, setMissing] = useState<string>();
  const submit = () => {
    const given = name.trim();
    setMissing(given === "" ? m.saved_name_missing() : undefined);
    if (given !== "") onSend(given);
  };
  return (
    <Form look="dense" onSubmit={submit}>
      <ProblemBanner error={error} known={FIELDS} />
      {children}
      <TextField
        label={m.saved_name()}
        hint={m.saved_name_hint()}
        name="search-name"
        autoComplete="off"
        maxLength={80}
        value={name}
        onChange={setName}
        error={missing ?? fieldErrors(error, FIELDS).name}
      />
      <Actions>
        <Button type="submit" pending={pending}>
          {act}
        </Button>
      </Actions>
    </Form>
  );
}

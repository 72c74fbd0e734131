import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Actions } from "~/ui/States";

/** What an import in earnest does, before it does it. */
export function ConfirmImport(props: {
  open: boolean;
  file: string;
  licence: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={m.import_sure()} open={props.open} onClose={props.onClose}>
      <p>{m.import_sure_text({ file: props.file })}</p>
      <p>{props.licence ? m.import_sure_licence() : m.import_sure_no_licence()}</p>
      <Actions>
        <Button onPress={props.onConfirm}>{m.import_run()}</Button>
        <Button look="secondary" onPress={props.onClose}>
          {m.import_keep()}
        </Button>
      </Actions>
    </Dialog>
  );
}

import { useState } from "react";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { CheckList } from "~/ui/Choices";
import { Dialog } from "~/ui/Dialog";
import { Drawer } from "~/ui/Drawer";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { Piece, State } from "./Piece";
import { CHOICES } from "./samples";

export function Overlays() {
  const [dialog, setDialog] = useState(false);
  const [drawer, setDrawer] = useState(false);
  const [cities, setCities] = useState<string[]>([]);
  return (
    <>
      <Piece name="Dialog" when={m.design_when_dialog()}>
        <State label={m.design_state_normal()}>
          <Actions>
            <Button look="secondary" onPress={() => setDialog(true)}>
              {m.design_open_dialog()}
            </Button>
          </Actions>
          <Dialog title={m.design_dialog()} open={dialog} onClose={() => setDialog(false)}>
            <p>{m.design_dialog_text()}</p>
            <Actions>
              <Button look="danger" onPress={() => setDialog(false)}>
                {m.design_remove()}
              </Button>
              <Button look="quiet" onPress={() => setDialog(false)}>
                {m.design_dialog_keep()}
              </Button>
            </Actions>
          </Dialog>
        </State>
      </Piece>
      <Piece name="Drawer" when={m.design_when_drawer()}>
        <State label={m.design_state_normal()}>
          <Actions>
            <Button look="secondary" onPress={() => setDrawer(true)}>
              {m.design_open_drawer()}
            </Button>
          </Actions>
          <Drawer title={m.design_drawer()} open={drawer} onClose={() => setDrawer(false)}>
            <CheckList label={m.design_city()} value={cities} onChange={setCities} choices={CHOICES} />
          </Drawer>
        </State>
      </Piece>
      <Piece name="toast, Toasts" when={m.design_when_toast()}>
        <State label={m.design_state_normal()}>
          <Actions>
            <Button look="secondary" onPress={() => toast(m.design_toast())}>
              {m.design_say_toast()}
            </Button>
          </Actions>
        </State>
      </Piece>
    </>
  );
}

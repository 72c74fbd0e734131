import Archive from "lucide-react/icons/archive";
import Inbox from "lucide-react/icons/inbox";
import Send from "lucide-react/icons/send";
import { useState } from "react";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Chip, Chips } from "~/ui/Chips";
import { ExternalLink, Link } from "~/ui/Link";
import { Menu } from "~/ui/Menu";
import { Segments } from "~/ui/Segments";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import css from "./design.module.css";
import { LongWord, Piece, State } from "./Piece";

const say = () => toast(m.design_toast());

function Buttons() {
  return (
    <Piece name="Button, Actions" when={m.design_when_button()}>
      <State label={m.design_state_normal()} wide>
        <Actions>
          <Button onPress={say}>{m.design_do()}</Button>
          <Button look="accent" icon={<Send size={18} aria-hidden="true" />} onPress={say}>
            {m.design_do()}
          </Button>
          <Button look="secondary" onPress={say}>
            {m.design_later()}
          </Button>
          <Button look="quiet" onPress={say}>
            {m.design_later()}
          </Button>
          <Button look="danger" onPress={say}>
            {m.design_remove()}
          </Button>
        </Actions>
      </State>
      <State label={m.design_state_small()}>
        <Actions>
          <Button small onPress={say}>
            {m.design_do()}
          </Button>
          <Button small look="secondary" onPress={say}>
            {m.design_later()}
          </Button>
        </Actions>
      </State>
      <State label={m.design_state_pending()}>
        <Actions>
          <Button pending>{m.design_do()}</Button>
        </Actions>
      </State>
      <State label={m.design_state_long()}>
        <Button look="secondary" wide onPress={say}>
          <LongWord />
        </Button>
      </State>
    </Piece>
  );
}

function Links() {
  return (
    <Piece name="Link, ExternalLink" when={m.design_when_link()}>
      <State label={m.design_state_normal()}>
        <p>
          <Link to="/totems">{m.nav_totems()}</Link>
        </p>
        <p>
          <Link to="/totems" onward>
            {m.nav_totems()}
          </Link>
        </p>
        <p>
          <ExternalLink href="https://ror.org">{"ror.org"}</ExternalLink>
        </p>
      </State>
      <State label={m.design_acting()}>
        <Actions>
          <Link to="/demander" button="primary">
            {m.nav_ask()}
          </Link>
          <Link to="/totems" button="secondary" small>
            {m.nav_totems()}
          </Link>
        </Actions>
      </State>
    </Piece>
  );
}

function Choosing() {
  const [on, setOn] = useState<string[]>(["a"]);
  const [mode, setMode] = useState<"answer" | "note">("answer");
  const toggle = (id: string) => () => setOn(on.includes(id) ? on.filter((one) => one !== id) : [...on, id]);
  return (
    <>
      <Piece name="Chips, Chip" when={m.design_when_chips()}>
        <State label={m.design_state_normal()} wide>
          <Chips label={m.design_filter()}>
            <Chip pressed={on.includes("a")} count={4} onPress={toggle("a")}>
              {m.design_event_asked()}
            </Chip>
            <Chip pressed={on.includes("b")} count={1200} onPress={toggle("b")}>
              {m.design_event_read()}
            </Chip>
            <Chip pressed={on.includes("c")} onPress={toggle("c")}>
              <LongWord />
            </Chip>
          </Chips>
        </State>
      </Piece>
      <Piece name="Segments" when={m.design_when_segments()}>
        <State label={m.design_state_normal()}>
          <Segments
            label={m.design_mode()}
            value={mode}
            onChange={setMode}
            choices={[
              { value: "answer", label: m.design_answer() },
              { value: "note", label: m.design_note() },
            ]}
          />
        </State>
      </Piece>
    </>
  );
}

export function Acting() {
  return (
    <>
      <Buttons />
      <Links />
      <Piece name="Menu" when={m.design_when_menu()}>
        <State label={m.design_state_normal()}>
          <div className={css.line}>
            <Menu
              label={m.design_tab_request()}
              icon={<Inbox size={18} aria-hidden="true" />}
              head={<strong>{m.design_person()}</strong>}
              items={[
                { label: m.design_answer(), icon: <Send size={18} aria-hidden="true" />, onAction: say },
                { label: m.design_later(), icon: <Archive size={18} aria-hidden="true" />, onAction: say },
                { label: m.design_long_word(), onAction: say },
              ]}
            />
          </div>
        </State>
      </Piece>
      <Choosing />
    </>
  );
}

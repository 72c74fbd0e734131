import { useState } from "react";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { CheckList, ChoiceCards } from "~/ui/Choices";
import { Combobox, type ComboboxChoice } from "~/ui/Combobox";
import { DateField } from "~/ui/DateField";
import { FileField } from "~/ui/FileField";
import { Form, Pair } from "~/ui/Form";
import { SearchField } from "~/ui/SearchField";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { Piece, State } from "./Piece";
import { CHOICES, CITIES, organizations } from "./samples";

function WholeForm() {
  const [name, setName] = useState("");
  const [begin, setBegin] = useState("");
  const [city, setCity] = useState<ComboboxChoice>();
  const [tried, setTried] = useState(false);
  const missing = tried && name.trim() === "";
  return (
    <Piece name="Form, Pair" when={m.design_when_form()}>
      <State label={m.design_state_normal()} wide>
        <Form
          onSubmit={() => {
            setTried(true);
            if (name.trim()) toast(m.design_toast());
          }}
        >
          <TextField
            label={m.design_name()}
            value={name}
            onChange={setName}
            error={missing ? m.design_name_missing() : undefined}
          />
          <Pair>
            <DateField label={m.design_begin()} optional value={begin} onChange={setBegin} />
            <Combobox label={m.design_city()} optional choices={CITIES} value={city} onChange={setCity} />
          </Pair>
          <Actions>
            <Button type="submit">{m.design_do()}</Button>
          </Actions>
        </Form>
      </State>
    </Piece>
  );
}

function Texts() {
  const [name, setName] = useState("");
  const [text, setText] = useState<string>(m.design_project_text());
  const [search, setSearch] = useState("");
  return (
    <>
      <Piece name="TextField" when={m.design_when_text()}>
        <State label={m.design_state_normal()}>
          <TextField label={m.design_name()} hint={m.design_name_hint()} value={name} onChange={setName} />
        </State>
        <State label={m.design_state_error()}>
          <TextField label={m.design_name()} error={m.design_name_missing()} value="" onChange={setName} />
        </State>
        <State label={m.design_state_optional()}>
          <TextField label={m.design_project()} optional value={m.design_long_word()} onChange={() => {}} />
        </State>
        <State label={m.design_state_several()}>
          <TextField
            label={m.design_project()}
            long
            rows={3}
            maxLength={80}
            value={text}
            onChange={setText}
          />
        </State>
        <State label={m.design_state_long()}>
          <TextField label={m.design_long_text()} hint={m.design_long_text()} value="" onChange={() => {}} />
        </State>
      </Piece>
      <Piece name="SearchField" when={m.design_when_search()}>
        <State label={m.design_state_normal()}>
          <SearchField label={m.design_search()} value={search} onChange={setSearch} />
        </State>
      </Piece>
    </>
  );
}

function Lists() {
  const [chosen, setChosen] = useState("Metz");
  const [city, setCity] = useState<ComboboxChoice | undefined>(CITIES[1]);
  const [none, setNone] = useState<ComboboxChoice>();
  const [found, setFound] = useState<ComboboxChoice>();
  const [typed, setTyped] = useState("");
  return (
    <>
      <Piece name="Select" when={m.design_when_select()}>
        <State label={m.design_state_normal()}>
          <Select label={m.design_city()} value={chosen} onChange={setChosen} choices={CHOICES} />
        </State>
      </Piece>
      <Piece name="Combobox" when={m.design_when_combobox()}>
        <State label={m.design_state_normal()}>
          <Combobox label={m.design_city()} choices={CITIES} value={city} onChange={setCity} />
        </State>
        <State label={m.design_state_error()}>
          <Combobox
            label={m.design_city()}
            choices={CITIES}
            value={none}
            onChange={setNone}
            error={none ? undefined : m.design_city_missing()}
          />
        </State>
        <State label={m.design_state_found()}>
          <Combobox
            label={m.design_organization()}
            hint={m.design_organization_hint()}
            choices={organizations(typed)}
            value={found}
            onChange={setFound}
            onType={setTyped}
          />
        </State>
        <State label={m.design_state_pending()}>
          <Combobox
            label={m.design_organization()}
            choices={[]}
            value={undefined}
            onChange={() => {}}
            onType={() => {}}
            pending
          />
        </State>
      </Piece>
    </>
  );
}

function Dates() {
  const [begin, setBegin] = useState("2026-12-04");
  const [end, setEnd] = useState("2026-12-24");
  return (
    <Piece name="DateField" when={m.design_when_date()}>
      <State label={m.design_state_normal()}>
        <DateField label={m.design_begin()} value={begin} onChange={setBegin} />
      </State>
      <State label={m.design_state_limits()}>
        <DateField
          label={m.design_end()}
          hint={m.design_end_hint()}
          min="2026-12-02"
          max="2026-12-18"
          value={end}
          onChange={setEnd}
        />
      </State>
    </Piece>
  );
}

const ENDINGS = [".pdf", ".png", ".jpg"] as const;

function Files() {
  const [none, setNone] = useState<File[]>([]);
  const [some, setSome] = useState(() => [
    new File(["x".repeat(340_000)], "plan-atelier.pdf"),
    new File(["x".repeat(1_240_000)], `${m.design_long_word()}.png`),
  ]);
  const shared = { endings: ENDINGS, mostBytes: 5_000_000 };
  return (
    <Piece name="FileField" when={m.design_when_file()}>
      <State label={m.design_state_error()}>
        <FileField
          {...shared}
          label={m.design_plan()}
          files={none}
          onChange={setNone}
          error={none.length === 0 ? m.design_plan_missing() : undefined}
        />
      </State>
      <State label={m.design_state_on()}>
        <FileField {...shared} label={m.design_plan()} optional most={3} files={some} onChange={setSome} />
      </State>
    </Piece>
  );
}

function Choices() {
  const [need, setNeed] = useState<"place" | "advice">();
  const [cities, setCities] = useState<string[]>(["Metz"]);
  const [mails, setMails] = useState(true);
  const choices = [
    { value: "place" as const, title: m.design_need_place(), text: m.design_need_place_text() },
    { value: "advice" as const, title: m.design_need_advice(), text: m.design_long_text() },
  ];
  return (
    <>
      <Piece name="ChoiceCards" when={m.design_when_cards()}>
        <State label={m.design_state_normal()} wide>
          <ChoiceCards label={m.design_need()} columns choices={choices} value={need} onChange={setNeed} />
        </State>
        <State label={m.design_state_error()} wide>
          <ChoiceCards
            label={m.design_need()}
            columns
            error={m.design_need_missing()}
            choices={choices.slice(0, 1)}
            value={undefined}
            onChange={setNeed}
          />
        </State>
      </Piece>
      <Piece name="CheckList" when={m.design_when_checks()}>
        <State label={m.design_state_normal()}>
          <CheckList label={m.design_city()} value={cities} onChange={setCities} choices={CHOICES} />
        </State>
      </Piece>
      <Piece name="Switch" when={m.design_when_switch()}>
        <State label={m.design_state_normal()}>
          <Switch label={m.design_mails()} hint={m.design_mails_hint()} on={mails} onChange={setMails} />
        </State>
        <State label={m.design_state_pending()}>
          <Switch label={m.design_mails()} on pending onChange={() => {}} />
        </State>
        <State label={m.design_state_error()}>
          <Switch label={m.design_mails()} error={m.design_mails_failed()} on={false} onChange={() => {}} />
        </State>
      </Piece>
    </>
  );
}

export function Fields() {
  return (
    <>
      <WholeForm />
      <Texts />
      <Lists />
      <Dates />
      <Files />
      <Choices />
    </>
  );
}

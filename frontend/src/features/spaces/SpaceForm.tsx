import { useState } from "react";
import { fieldErrors } from "~/api/problem";
import type { BookingRules, LangText, Price, Space } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form, Pair } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { HoursFields, hoursOf } from "./HoursFields";
import { hoursText } from "./hours";
import { useSaveSpace } from "./mutations";
import { KINDS, kindWords, PRICE_UNITS, type PriceUnit, perWords } from "./words";

const LANGUAGES = ["fr", "de", "en"] as const;
const RULES = [
  "shortest_minutes",
  "longest_minutes",
  "notice_minutes",
  "horizon_days",
  "cancel_minutes",
] as const;
const FIELDS = [
  "kind",
  "units",
  ...LANGUAGES.flatMap((tag) => [`name.${tag}`, `description.${tag}`]),
  "name",
  "price.amount_minor",
  ...RULES.map((rule) => `rules.${rule}`),
];

const RULE_WORDS: Record<(typeof RULES)[number], () => string> = {
  shortest_minutes: m.space_rule_shortest,
  longest_minutes: m.space_rule_longest,
  notice_minutes: m.space_rule_notice,
  horizon_days: m.space_rule_horizon,
  cancel_minutes: m.space_rule_cancel,
};

const NAME_WORDS = { fr: m.space_name_fr, de: m.space_name_de, en: m.space_name_en };
const TEXT_WORDS = { fr: m.space_text_fr, de: m.space_text_de, en: m.space_text_en };

const FIRST_RULES: BookingRules = {
  shortest_minutes: 30,
  longest_minutes: 480,
  notice_minutes: 60,
  horizon_days: 90,
  cancel_minutes: 1440,
  late_cancellation: "ask_site",
  open_on_holidays: false,
};

const written = (text: LangText): Record<string, string> =>
  Object.fromEntries(Object.entries(text).flatMap(([tag, words]) => (words?.trim() ? [[tag, words]] : [])));

type Props = { totem: string; space: Space | undefined; onDone: () => void };

/** All that is to be known of a space. */
export default function SpaceForm({ totem, space, onDone }: Props) {
  const [kind, setKind] = useState(space?.kind ?? "meeting_room");
  const [name, setName] = useState<LangText>(space?.name ?? {});
  const [text, setText] = useState<LangText>(space?.description ?? {});
  const [units, setUnits] = useState(String(space?.units ?? 1));
  const [basis, setBasis] = useState<Price["basis"]>(space?.price.basis ?? "free");
  const [amount, setAmount] = useState(
    space?.price.amount_minor ? (space.price.amount_minor / 100).toFixed(2) : "",
  );
  const [per, setPer] = useState<PriceUnit>(space?.price.per ?? "hour");
  const [hours, setHours] = useState(() => hoursText(space?.opening_hours ?? []));
  const [rules, setRules] = useState<BookingRules>(space?.rules ?? FIRST_RULES);
  const [tried, setTried] = useState(false);
  const save = useSaveSpace(totem, space, () => {
    toast(m.space_saved());
    onDone();
  });
  const errors = fieldErrors(save.error, FIELDS);
  const submit = () => {
    setTried(true);
    const opening_hours = hoursOf(hours);
    if (!opening_hours || save.isPending) return;
    const amount_minor = Math.round(Number(amount.replace(",", ".")) * 100) || 0;
    const price: Price = basis === "amount" ? { basis, amount_minor, currency: "EUR", per } : { basis };
    const description = written(text);
    save.mutate({
      kind,
      name: written(name),
      ...(Object.keys(description).length > 0 ? { description } : {}),
      units: Math.round(Number(units)) || 0,
      price,
      opening_hours,
      rules,
    });
  };
  return (
    <Form onSubmit={submit}>
      <ProblemBanner error={save.error} known={FIELDS} />
      <Pair>
        <Select
          label={m.space_kind()}
          value={kind}
          onChange={setKind}
          choices={KINDS.map((kind) => ({ value: kind, label: kindWords(kind) }))}
        />
        <TextField
          label={m.space_units()}
          inputMode="numeric"
          value={units}
          onChange={setUnits}
          error={errors.units}
        />
      </Pair>
      {LANGUAGES.map((tag) => (
        <TextField
          key={tag}
          label={NAME_WORDS[tag]()}
          optional={tag !== "fr"}
          maxLength={80}
          value={name[tag] ?? ""}
          onChange={(words) => setName((before) => ({ ...before, [tag]: words }))}
          error={errors[`name.${tag}`] ?? (tag === "fr" ? errors.name : undefined)}
        />
      ))}
      {LANGUAGES.map((tag) => (
        <TextField
          key={tag}
          label={TEXT_WORDS[tag]()}
          optional
          long
          rows={2}
          maxLength={2000}
          value={text[tag] ?? ""}
          onChange={(words) => setText((before) => ({ ...before, [tag]: words }))}
          error={errors[`description.${tag}`]}
        />
      ))}
      <Select<Price["basis"]>
        label={m.space_price()}
        value={basis}
        onChange={setBasis}
        choices={[
          { value: "free", label: m.price_free() },
          { value: "on_request", label: m.price_on_request() },
          { value: "amount", label: m.price_basis_amount() },
        ]}
      />
      {basis === "amount" && (
        <Pair>
          <TextField
            label={m.price_euros()}
            inputMode="decimal"
            value={amount}
            onChange={setAmount}
            error={errors["price.amount_minor"]}
          />
          <Select
            label={m.price_per()}
            value={per}
            onChange={setPer}
            choices={PRICE_UNITS.map((unit) => ({ value: unit, label: perWords(unit) }))}
          />
        </Pair>
      )}
      <HoursFields
        hours={hours}
        tried={tried}
        onChange={(change) => setHours((before) => ({ ...before, ...change }))}
      />
      <Switch
        label={m.space_rule_holidays()}
        on={rules.open_on_holidays}
        onChange={(open_on_holidays) => setRules((before) => ({ ...before, open_on_holidays }))}
      />
      {RULES.map((rule) => (
        <TextField
          key={rule}
          label={RULE_WORDS[rule]()}
          inputMode="numeric"
          value={String(rules[rule])}
          onChange={(text) => setRules((before) => ({ ...before, [rule]: Math.round(Number(text)) || 0 }))}
          error={errors[`rules.${rule}`]}
        />
      ))}
      <Select<BookingRules["late_cancellation"]>
        label={m.space_rule_late()}
        value={rules.late_cancellation}
        onChange={(late_cancellation) => setRules((before) => ({ ...before, late_cancellation }))}
        choices={[
          { value: "ask_site", label: m.rule_late_ask() },
          { value: "price_due", label: m.rule_late_due() },
        ]}
      />
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {m.space_save()}
        </Button>
      </Actions>
    </Form>
  );
}

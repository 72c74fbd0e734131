import { useRef, useState } from "react";
import type { Instrument } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { DateField } from "~/ui/DateField";
import { Pair } from "~/ui/Form";
import { FieldError } from "~/ui/parts/FieldFrame";
import { Select } from "~/ui/Select";
import { TextField } from "~/ui/TextField";
import { INSTRUMENTS, instrumentLabel } from "./instruments";
import type { EditedRound } from "./particulars";
import css from "./particulars.module.css";

const NO_ROUND: EditedRound = { closedOn: "", amount: "", instrument: "", sourceUrl: "" };
const MOST = 20;

type Props = {
  value: EditedRound[];
  onChange: (rounds: EditedRound[]) => void;
  /** Of the list itself, or of a member of it (".0.amount"). */
  error: (member: string) => string | undefined;
};

/** Money that a start-up was given, one fieldset for each time. */
export function RoundFields({ value, onChange, error }: Props) {
  const [said, setSaid] = useState("");
  const add = useRef<HTMLButtonElement>(null);
  const change = (at: number, part: Partial<EditedRound>) =>
    onChange(value.map((round, place) => (place === at ? { ...round, ...part } : round)));
  const name = (at: number) => m.particular_round({ n: number(at + 1) });
  return (
    <fieldset className={css.rounds}>
      <legend>{m.particular_rounds()}</legend>
      <p className={css.aside}>{m.particular_rounds_text()}</p>
      {error("") && <FieldError>{error("")}</FieldError>}
      {value.map((round, at) => (
        // One less makes all anew: a date that is half typed stays with none of the others.
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing else tells rounds apart.
        <fieldset key={`${at} of ${value.length}`}>
          <legend>{name(at)}</legend>
          <Pair>
            <DateField
              label={m.particular_round_date()}
              value={round.closedOn}
              onChange={(closedOn) => change(at, { closedOn })}
              error={error(`.${at}.closed_on`)}
            />
            <TextField
              label={m.particular_round_amount()}
              inputMode="numeric"
              optional
              maxLength={20}
              value={round.amount}
              onChange={(amount) => change(at, { amount })}
              error={error(`.${at}.amount`)}
            />
          </Pair>
          <Select<Instrument | "">
            label={m.particular_round_instrument()}
            optional
            value={round.instrument}
            onChange={(instrument) => change(at, { instrument })}
            choices={[
              { value: "", label: m.particular_stage_unsaid() },
              ...INSTRUMENTS.map((one) => ({ value: one, label: instrumentLabel(one) })),
            ]}
            error={error(`.${at}.instrument`)}
          />
          <TextField
            label={m.particular_round_source()}
            hint={m.particular_round_source_hint()}
            inputMode="url"
            optional
            maxLength={500}
            value={round.sourceUrl}
            onChange={(sourceUrl) => change(at, { sourceUrl })}
            error={error(`.${at}.source_url`)}
          />
          <Button
            look="quiet"
            small
            aria-label={m.particular_round_remove({ round: name(at) })}
            onPress={() => {
              onChange(value.filter((_, place) => place !== at));
              setSaid(m.particular_round_removed({ round: name(at) }));
              // The button that was pressed goes with its round.
              add.current?.focus();
            }}
          >
            {m.relation_remove()}
          </Button>
        </fieldset>
      ))}
      <p role="status" className="visually-hidden">
        {said}
      </p>
      {value.length < MOST && (
        <Button
          ref={add}
          look="secondary"
          small
          onPress={() => {
            onChange([...value, NO_ROUND]);
            setSaid(m.particular_round_added({ round: name(value.length) }));
          }}
        >
          {m.particular_round_add()}
        </Button>
      )}
    </fieldset>
  );
}

import type { TargetType } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Select } from "~/ui/Select";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";
import { numberOf } from "./source-fields";

export type TargetText = { type: TargetType; value: string; atLeast: boolean; years: string; words: string };
export const NO_TARGET: TargetText = { type: "percent", value: "", atLeast: false, years: "", words: "" };

const TYPES: Record<TargetType, () => string> = {
  percent: m.target_as_growth,
  multiplier: m.target_as_factor,
  absolute: m.target_as_number,
};

/** A whole number of years as far as a promise goes. */
export function yearsOf(text: string): number | undefined {
  const years = numberOf(text);
  return years !== undefined && Number.isInteger(years) && years >= 1 && years <= 50 ? years : undefined;
}

export const isWhole = (target: TargetText) =>
  numberOf(target.value) !== undefined && yearsOf(target.years) !== undefined && target.words.trim() !== "";

type Props = {
  value: TargetText;
  onChange: (value: TargetText) => void;
  tried: boolean;
  /** By the name of the member within the target. */
  errors: (member: string) => string | undefined;
};

/** One way in which a target was stated. */
export function TargetFields({ value, onChange, tried, errors }: Props) {
  const set = (change: Partial<TargetText>) => onChange({ ...value, ...change });
  return (
    <>
      <Select<TargetType>
        label={m.target_type()}
        value={value.type}
        onChange={(type) => set({ type })}
        error={errors("type")}
        choices={(Object.keys(TYPES) as TargetType[]).map((type) => ({ value: type, label: TYPES[type]() }))}
      />
      <TextField
        label={m.observation_value()}
        inputMode="decimal"
        maxLength={40}
        value={value.value}
        onChange={(text) => set({ value: text })}
        error={tried && numberOf(value.value) === undefined ? m.observation_value_missing() : errors("value")}
      />
      <Switch label={m.target_at_least()} on={value.atLeast} onChange={(atLeast) => set({ atLeast })} />
      <TextField
        label={m.target_years()}
        inputMode="numeric"
        maxLength={2}
        value={value.years}
        onChange={(years) => set({ years })}
        error={
          tried && yearsOf(value.years) === undefined ? m.target_years_missing() : errors("horizon_years")
        }
      />
      <TextField
        label={m.target_words()}
        maxLength={1000}
        value={value.words}
        onChange={(words) => set({ words })}
        error={tried && value.words.trim() === "" ? m.baseline_words_missing() : errors("words")}
      />
    </>
  );
}

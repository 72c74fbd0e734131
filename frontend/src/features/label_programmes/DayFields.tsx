import { m } from "~/paraglide/messages.js";
import { DateField } from "~/ui/DateField";
import { Select } from "~/ui/Select";
import type { DateText, Precision } from "./source";

type Props = {
  label: string;
  hint?: string;
  optional?: boolean;
  value: DateText;
  onChange: (value: DateText) => void;
  error: string | undefined;
};

/** A day, and how exactly its source gives it. */
export function DayFields({ value, onChange, ...texts }: Props) {
  return (
    <>
      <DateField {...texts} value={value.on} onChange={(on) => onChange({ ...value, on })} />
      {value.on !== "" && (
        <Select<Precision>
          label={m.objective_precision()}
          value={value.precision}
          onChange={(precision) => onChange({ ...value, precision })}
          choices={[
            { value: "day", label: m.precision_day() },
            { value: "month", label: m.precision_month() },
            { value: "season", label: m.precision_season() },
            { value: "year", label: m.precision_year() },
          ]}
        />
      )}
    </>
  );
}

import type { OpeningHours } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { TextField } from "~/ui/TextField";
import { type HoursText, readHours } from "./hours";
import { WEEKDAYS } from "./times";
import { weekdayWords } from "./words";

/** The hours of a week, a line for each day; `tried` shows which of them cannot be read. */
export function HoursFields(props: {
  hours: HoursText;
  tried: boolean;
  onChange: (change: Partial<HoursText>) => void;
}) {
  const { hours, tried, onChange } = props;
  return WEEKDAYS.map((weekday, at) => (
    <TextField
      key={weekday}
      label={m.space_hours_of({ day: weekdayWords(weekday) })}
      {...(at === 0 ? { hint: m.space_hours_hint() } : {})}
      optional
      value={hours[weekday]}
      onChange={(text) => onChange({ [weekday]: text })}
      error={tried && !readHours(weekday, hours[weekday]) ? m.space_hours_wrong() : undefined}
    />
  ));
}

/** What was typed, or nothing where a day cannot be read. */
export function hoursOf(hours: HoursText): OpeningHours[] | undefined {
  const read = WEEKDAYS.map((weekday) => readHours(weekday, hours[weekday]));
  return read.every((day) => day !== undefined) ? read.flat() : undefined;
}

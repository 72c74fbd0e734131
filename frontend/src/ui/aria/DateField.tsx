import { parseDate } from "@internationalized/date";
import CalendarDays from "lucide-react/icons/calendar-days";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import { useRef } from "react";
import { Button } from "react-aria-components/Button";
import {
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
} from "react-aria-components/Calendar";
import { DateInput, DatePicker, DateSegment, Group } from "react-aria-components/DatePicker";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Popover } from "react-aria-components/Popover";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { cx } from "../cx";
import { type DateFieldProps, INCOMPLETE_DATE } from "../DateField";
import css from "../date.module.css";
import field from "../field.module.css";
import { AriaField } from "./AriaField";
import { InOurLanguage } from "./InOurLanguage";

const isDay = (value: string | undefined): value is string => /^\d{4}-\d\d-\d\d$/.test(value ?? "");
const day = (value: string | undefined) => (isDay(value) ? parseDate(value) : undefined);

/** Written by hand a day can lie outside of what can be taken: the calendar does not offer it, the field says why. */
function wrong({ value, min, max }: DateFieldProps): string | undefined {
  if (value && !isDay(value)) return m.date_incomplete();
  if (value && min && value < min) return m.date_too_early({ date: longDate(min) });
  if (value && max && value > max) return m.date_too_late({ date: longDate(max) });
  return undefined;
}

function Month() {
  return (
    <Calendar firstDayOfWeek="mon" className={css.calendar ?? ""}>
      <header className={css.head}>
        <Button slot="previous" className={css.turn ?? ""}>
          <ChevronLeft size={20} aria-hidden="true" />
        </Button>
        <Heading className={css.month ?? ""} />
        <Button slot="next" className={css.turn ?? ""}>
          <ChevronRight size={20} aria-hidden="true" />
        </Button>
      </header>
      <CalendarGrid weekdayStyle="short" className={css.grid ?? ""}>
        <CalendarGridHeader>{(name) => <CalendarHeaderCell>{name}</CalendarHeaderCell>}</CalendarGridHeader>
        <CalendarGridBody>
          {(date) => <CalendarCell date={date} className={css.day ?? ""} />}
        </CalendarGridBody>
      </CalendarGrid>
    </Calendar>
  );
}

export default function DateField(props: DateFieldProps) {
  const { value, onChange, min, max, ...texts } = props;
  const error = texts.error ?? wrong(props);
  const typed = useRef<HTMLDivElement>(null);
  // What stands in the field while a part of it is missing; react-aria keeps to it until all parts are there.
  const last = useRef("");
  if (isDay(value) || value === "") last.current = value;

  const onLeave = () => {
    const missing = typed.current?.querySelectorAll("[data-placeholder]").length ?? 0;
    if (missing > 0 && missing < 3) onChange(INCOMPLETE_DATE);
    else if (missing === 0 && value === INCOMPLETE_DATE) onChange(last.current);
    // Nobody here means the first century: "26" is 2026.
    else if (isDay(value) && value < "0100") onChange(`20${value.slice(2)}`);
  };

  return (
    <InOurLanguage>
      <DatePicker
        className={field.field ?? ""}
        value={day(last.current) ?? null}
        onChange={(date) => onChange(date ? date.toString() : "")}
        onBlur={onLeave}
        minValue={day(min)}
        maxValue={day(max)}
        granularity="day"
        shouldForceLeadingZeros
        isInvalid={Boolean(error)}
        validationBehavior="aria"
      >
        <AriaField texts={{ ...texts, error }}>
          <Group className={cx(field.control, css.control)}>
            <DateInput ref={typed} className={css.input ?? ""}>
              {(segment) => <DateSegment segment={segment} className={css.segment ?? ""} />}
            </DateInput>
            <Button className={css.open ?? ""}>
              <CalendarDays size={20} aria-hidden="true" />
            </Button>
          </Group>
        </AriaField>
        <Popover className={css.popover ?? ""} offset={4} placement="bottom start">
          <Dialog className={css.dialog ?? ""}>
            <Month />
          </Dialog>
        </Popover>
      </DatePicker>
    </InOurLanguage>
  );
}

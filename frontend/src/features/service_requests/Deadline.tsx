import CalendarClock from "lucide-react/icons/calendar-clock";
import CircleAlert from "lucide-react/icons/circle-alert";
import Clock from "lucide-react/icons/clock";
import type { InboxItem } from "~/api/types";
import { dateTime } from "~/lib/format";
import { daysLeft, type Urgency, urgency } from "./deadline";
import css from "./work.module.css";

const ICONS: Record<Urgency, typeof Clock> = {
  late: CircleAlert,
  now: Clock,
  soon: CalendarClock,
  later: CalendarClock,
};

type Props = { id: string; item: Pick<InboxItem, "overdue" | "working_days_left" | "due_at"> };

export function Deadline({ id, item }: Props) {
  const how = urgency(item);
  const Icon = ICONS[how];
  return (
    <span className={css.due} id={id} data-urgency={how}>
      <Icon size={15} aria-hidden="true" />
      <time dateTime={item.due_at} title={dateTime(item.due_at)}>
        {daysLeft(item)}
      </time>
    </span>
  );
}

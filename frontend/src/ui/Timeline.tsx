import type { ReactNode } from "react";
import { cx } from "./cx";
import css from "./timeline.module.css";

type TimelineEntry = {
  id: string;
  when: ReactNode;
  title: ReactNode;
  body?: ReactNode;
  state: "done" | "current" | "planned";
};

/** What happened, in order, on one line. `wide` puts the dates into a column of their own. */
export function Timeline({
  entries,
  wide,
  dense,
  heading: Heading = "h3",
}: {
  entries: TimelineEntry[];
  wide?: boolean;
  dense?: boolean;
  heading?: "h2" | "h3" | "p";
}) {
  return (
    <ol className={cx(css.line, wide && css.wide, dense && css.dense)}>
      {entries.map((entry) => (
        <li key={entry.id} className={cx(css.entry, css[entry.state])}>
          <span className={css.dot} aria-hidden="true" />
          <div className={css.body}>
            <div className={css.when}>{entry.when}</div>
            <Heading className={css.title}>{entry.title}</Heading>
            {entry.body}
          </div>
        </li>
      ))}
    </ol>
  );
}

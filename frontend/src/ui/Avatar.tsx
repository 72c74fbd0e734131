import { cx } from "./cx";
import css from "./pieces.module.css";

function initials(name: string): string {
  const parts = name.split(/[\s’'-]+/).filter((part) => /^\p{L}/u.test(part));
  const ends = parts.length > 1 ? [parts[0], parts.at(-1)] : parts;
  return ends
    .map((part) => [...(part ?? "")][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}

/** A person at a glance, beside the name and never in its place: nothing is said to those who do not see it. */
export function Avatar({ name, small }: { name: string; small?: boolean }) {
  return (
    <span className={cx(css.avatar, small && css.avatarSmall)} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

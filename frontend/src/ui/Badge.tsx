import type { ReactNode } from "react";
import { cx } from "./cx";
import css from "./pieces.module.css";

export type BadgeTone = "quiet" | "plain" | "now" | "done" | "wrong" | "info";

export function Badge({
  tone = "quiet",
  icon,
  children,
}: {
  tone?: BadgeTone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className={cx(css.badge, css[tone])}>
      {icon}
      {children}
    </span>
  );
}

export function Tags({ children }: { children: ReactNode }) {
  return <div className={css.tags}>{children}</div>;
}

import type { ReactNode } from "react";
import { m } from "~/paraglide/messages.js";
import css from "./pieces.module.css";

/** The way back up; the page itself is its headline. */
export function Breadcrumb({ children }: { children: ReactNode[] | ReactNode }) {
  const links = (Array.isArray(children) ? children : [children]).filter(Boolean);
  return (
    <nav aria-label={m.breadcrumb_label()}>
      <ol className={css.crumbs}>
        {links.map((link, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the crumbs of a page never move.
          <li key={index}>{link}</li>
        ))}
      </ol>
    </nav>
  );
}

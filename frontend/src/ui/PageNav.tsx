import { Children, type ReactNode } from "react";
import css from "./page-nav.module.css";

/** From one page to the others of its kind: links in a row, the one that is open marked. */
export function PageNav({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={css.nav} aria-label={label}>
      <ul>
        {Children.map(children, (link) => (
          <li>{link}</li>
        ))}
      </ul>
    </nav>
  );
}

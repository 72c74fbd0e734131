import type { ReactNode } from "react";
import { m } from "~/paraglide/messages.js";
import css from "./design.module.css";

/** One piece, or a few that go together: what it is called in the code, when to use it, and its states. */
export function Piece({ name, when, children }: { name: string; when: string; children: ReactNode }) {
  return (
    <article className={css.piece} id={name.split(",")[0]}>
      <div className={css.about}>
        <h3>{name}</h3>
        <p>{when}</p>
      </div>
      <div className={css.states}>{children}</div>
    </article>
  );
}

export function State({ label, wide, children }: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={css.state} data-wide={wide || undefined}>
      <p className={css.label}>{label}</p>
      {children}
    </div>
  );
}

/** The longest word of the three languages, whatever the language of the page. */
export function LongWord() {
  return <span lang="de">{m.design_long_word()}</span>;
}

import type { ReactNode } from "react";
import css from "./pieces.module.css";

export function Card({ children }: { children: ReactNode }) {
  return <div className={css.card}>{children}</div>;
}

/** A quiet ground for what helps, beside the content. */
export function Panel({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className={css.panel}>
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

export function Facts({ items }: { items: { label: string; value: ReactNode }[] }) {
  return (
    <dl className={css.facts}>
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

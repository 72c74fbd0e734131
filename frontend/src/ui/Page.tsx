import { type ReactNode, useLayoutEffect } from "react";
import { m } from "~/paraglide/messages.js";
import { cx } from "./cx";
import css from "./page.module.css";

export function useTitle(title: string | undefined) {
  useLayoutEffect(() => {
    document.title = title ? m.document_title({ title }) : m.document_title_home();
  }, [title]);
}

type Props = {
  /** The document's title; the headline too, unless `heading` says otherwise. */
  title: string;
  heading?: ReactNode;
  longTitle?: boolean;
  lead?: ReactNode;
  above?: ReactNode;
  below?: ReactNode;
  children: ReactNode;
};

export function Page({ title, heading, longTitle, lead, above, below, children }: Props) {
  useTitle(title);
  return (
    <div className={cx(css.wrap, css.page)}>
      <div className={cx(css.head, longTitle && css.longTitle)}>
        {above}
        <h1>{heading ?? title}</h1>
        {lead && <p className={css.lead}>{lead}</p>}
        {below}
      </div>
      {children}
    </div>
  );
}

/** A column of content with a margin for what helps. */
export function Split({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className={css.split}>
      <div className={css.main}>{children}</div>
      <aside className={css.aside}>{aside}</aside>
    </div>
  );
}

export function Section({ title, more, children }: { title: string; more?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section}>
      <div className={css.sectionHead}>
        <h2>{title}</h2>
        {more}
      </div>
      {children}
    </section>
  );
}

/** Sections one below the other. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={css.stack}>{children}</div>;
}

export function Prose({ children, lang }: { children: ReactNode; lang?: string }) {
  return (
    <div className={css.prose} lang={lang}>
      {children}
    </div>
  );
}

export const wrapClass = css.wrap ?? "";
export const pageClass = cx(css.wrap, css.page);

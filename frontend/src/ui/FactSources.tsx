import type { FactSource } from "~/api/types";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ExternalLink } from "./Link";
import css from "./sources.module.css";

/** Where a fact comes from, and what each source says when they differ. */
export function FactSources({ sources }: { sources: FactSource[] }) {
  if (sources.length === 0) return null;
  return (
    <ul className={css.sources}>
      {sources.map((source) => (
        <li key={`${source.publisher}-${source.title}`}>
          <span className={css.label}>{m.source_label()}</span>{" "}
          <ExternalLink href={source.url}>{source.title}</ExternalLink>
          {source.publisher && source.publisher !== source.title && <>, {source.publisher}</>}
          {source.published_on && <>, {longDate(source.published_on)}</>}
          {source.says && <span className={css.says}> {m.source_says({ words: source.says })}</span>}
        </li>
      ))}
    </ul>
  );
}

import type { FactSource } from "~/api/types";
import { preciseDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ExternalLink } from "./Link";
import css from "./sources.module.css";

const PRECISIONS = ["day", "month", "season", "year"] as const;

function publishedWords(source: FactSource): string {
  const precision = PRECISIONS.find((one) => one === source.precision) ?? "day";
  const date = preciseDate(source.published_on ?? "", precision);
  return source.date_inferred ? m.source_date_inferred({ date }) : date;
}

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
          {source.published_on && <>, {publishedWords(source)}</>}
          {source.says && <span className={css.says}>. {m.source_says({ words: source.says })}</span>}
        </li>
      ))}
    </ul>
  );
}

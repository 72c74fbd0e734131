import type { FactSource } from "~/api/types";
import { preciseDate } from "~/lib/precise-date";
import { m } from "~/paraglide/messages.js";
import { ExternalLink } from "./Link";
import css from "./sources.module.css";

const PRECISIONS = ["day", "month", "season", "year"] as const;

function publishedWords(source: FactSource): string {
  const precision = PRECISIONS.find((one) => one === source.precision) ?? "day";
  const date = preciseDate(source.published_on ?? "", precision);
  return source.date_inferred ? m.source_date_inferred({ date }) : date;
}

/** Where a fact comes from, and what each source says when they differ. The public statements are all French. */
export function FactSources({ sources }: { sources: FactSource[] }) {
  if (sources.length === 0) return null;
  return (
    <ul className={css.sources}>
      {sources.map((source) => (
        <li key={`${source.publisher}-${source.title}`}>
          <span className={css.label}>{m.source_label()}</span>{" "}
          <ExternalLink href={source.url}>
            <span lang="fr">{source.title}</span>
          </ExternalLink>
          {source.publisher && source.publisher !== source.title && <>, {source.publisher}</>}
          {source.published_on && <>, {publishedWords(source)}</>}
          {source.says && (
            <span className={css.says}>
              . {m.source_says()} <span lang="fr">{source.says}</span>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Import, ImportOutcome, ImportResult } from "~/api/types";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Chip, Chips } from "~/ui/Chips";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { Deciding, Doubt } from "./Doubt";
import css from "./imports.module.css";
import { LineFaults } from "./LineFaults";
import { isUnderWay, resultsQuery } from "./queries";
import { OUTCOMES, outcomeLabel, outcomeTone, UNDECIDED } from "./words";

const FILES = [
  { name: "CSV", ending: "csv" },
  { name: "NDJSON", ending: "ndjson" },
];

/** All of them as a file, or those of which the same became. */
const fileAddress = (id: string, ending: string, outcome: ImportOutcome | undefined) =>
  `/v1/imports/${id}/results.${ending}${outcome ? `?outcomes=${outcome}` : ""}`;

type Named = ImportResult["records"][number];

function RecordLink({ record }: { record: Named }) {
  return (
    <Link to="/annuaire/$slug" params={{ slug: record.slug }} preload={false}>
      {record.name}
    </Link>
  );
}

/** What the line may be already: looked at one by one, and merged if two of them are the same. */
function Candidates({ records }: { records: Named[] }) {
  const [first] = records;
  if (!first) return null;
  return (
    <div className={css.candidates}>
      <p>{m.import_candidates()}</p>
      <ul>
        {records.map((record) => (
          <li key={record.id}>
            <RecordLink record={record} />
            {record.locality && <span className={css.quiet}>{record.locality}</span>}
          </li>
        ))}
      </ul>
      {records.length === 2 && (
        <Link to="/annuaire/$slug/$step" params={{ slug: first.slug, step: "reunir" }} preload={false}>
          {m.import_merge()}
        </Link>
      )}
    </div>
  );
}

function Item({ result, of, open }: { result: ImportResult; of: Import; open: boolean }) {
  const { outcome, problem, records, organization_id: own, decision, allowed_decisions: allowed } = result;
  const undecided = allowed.length > 0 && !decision;
  const record = records.find(({ id }) => id === own);
  // A record that a dry run would make is nowhere; of a deleted one the service itself says so.
  const gone = own && !record && !(of.dry_run && outcome === "created") && problem?.code !== "record_deleted";
  return (
    <li>
      <div className={css.itemHead}>
        <h3>
          <span className={css.line}>{m.import_line({ n: number(result.line) })}</span>{" "}
          {record ? <RecordLink record={record} /> : result.name || m.import_line_nameless()}
        </h3>
        <Badge tone={undecided ? "now" : outcomeTone(outcome)}>
          {undecided ? m.import_outcome_undecided() : outcomeLabel(outcome)}
        </Badge>
      </div>
      {problem && <LineFaults problem={problem} />}
      {result.record ? (
        <Doubt of={of} result={result} open={open} />
      ) : (
        <Candidates records={records.filter(({ id }) => id !== own)} />
      )}
      {gone && <p className={css.quiet}>{m.import_record_gone()}</p>}
    </li>
  );
}

/** One line of the file after the other, or those of which the same became. */
export function ImportResults({ of, shown }: { of: Import; shown: string | undefined }) {
  const navigate = useNavigate();
  const outcome: ImportOutcome | undefined = OUTCOMES.find((outcome) => outcome === shown);
  const chosen = shown === UNDECIDED ? UNDECIDED : outcome;
  const open = isUnderWay(of);
  const query = useInfiniteQuery(resultsQuery(of.id, chosen, open));
  const show = (resultat: typeof chosen) =>
    void navigate({
      to: "/imports/$",
      params: { _splat: of.id },
      search: resultat ? { resultat } : {},
      replace: true,
      resetScroll: false,
    });
  const nothing = outcome
    ? m.import_results_none()
    : open
      ? m.import_results_waiting()
      : m.import_results_empty();
  return (
    <Section title={m.import_results()}>
      <Chips label={m.import_results_filter()}>
        <Chip pressed={!chosen} onPress={() => show(undefined)} count={of.done_lines}>
          {m.import_results_all()}
        </Chip>
        {(of.undecided > 0 || chosen === UNDECIDED) && (
          <Chip pressed={chosen === UNDECIDED} onPress={() => show(UNDECIDED)} count={of.undecided}>
            {m.import_outcome_undecided()}
          </Chip>
        )}
        {OUTCOMES.filter((outcome) => of.counts[outcome] > 0 || outcome === chosen).map((outcome) => (
          <Chip
            key={outcome}
            pressed={outcome === chosen}
            onPress={() => show(outcome)}
            count={of.counts[outcome]}
          >
            {outcomeLabel(outcome)}
          </Chip>
        ))}
      </Chips>
      {chosen === UNDECIDED && <Deciding of={of} />}
      {of.done_lines > 0 && chosen !== UNDECIDED && (
        <p className={css.quiet}>
          {m.import_results_files()}{" "}
          {FILES.map(({ name, ending }) => (
            <span key={ending}>
              <a href={fileAddress(of.id, ending, outcome)} download>
                {name}
              </a>{" "}
            </span>
          ))}
        </p>
      )}
      <Results
        query={query}
        rows={6}
        empty={
          chosen === UNDECIDED ? (
            <Empty title={m.import_decide_none()}>{m.import_decide_none_text()}</Empty>
          ) : (
            <Empty title={nothing} />
          )
        }
      >
        {(results) => (
          <ol className={css.items} aria-busy={query.isPlaceholderData || undefined}>
            {results.map((result) => (
              <Item key={result.place} result={result} of={of} open={chosen === UNDECIDED} />
            ))}
          </ol>
        )}
      </Results>
    </Section>
  );
}

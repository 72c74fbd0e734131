import type { CandidacyCriterion } from "~/api/types";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Segments } from "~/ui/Segments";
import { TextField } from "~/ui/TextField";
import { Words } from "~/ui/Words";
import type { EvidencePlace } from "../workspace/queries";
import { Shown } from "../workspace/Shown";
import type { Frozen } from "./queries";
import css from "./reviews.module.css";
import { SCORES, type Score, type Typed } from "./scores";

const isScore = (key: string): key is Score => SCORES.some((score) => score === key);

/** What the dossier shows for a criterion, and beside it what it is worth: a digit is a score wherever nothing is typed. */
export function CriterionScore(props: {
  of: Frozen["criteria"][number];
  evidence: CandidacyCriterion["evidence"];
  place: EvidencePlace;
  value: Typed;
  onChange: (next: Partial<Typed>) => void;
  tried: boolean;
}) {
  const { of, evidence, place, value, onChange, tried } = props;
  const title = words(of.criterion.title);
  const id = `critere-${of.criterion.code}`;
  return (
    <div className={css.criterion}>
      <div className={css.shown}>
        <h2 id={id}>
          <Words text={of.criterion.title} />
        </h2>
        {of.criterion.detail && (
          <p>
            <Words text={of.criterion.detail} />
          </p>
        )}
        <Shown of={{ ...of, evidence }} place={place} />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the radio buttons within hear the digits. */}
      <div
        className={css.scoring}
        onKeyDown={(event) => {
          const { target } = event;
          if (!(target instanceof HTMLInputElement) || target.type !== "radio" || !isScore(event.key)) return;
          event.preventDefault();
          onChange({ score: event.key });
          // The arrows go on from there.
          event.currentTarget
            .querySelectorAll<HTMLInputElement>("input[type=radio]")
            [Number(event.key)]?.focus();
        }}
      >
        <Segments<Score | "">
          label={m.review_score_of({ criterion: title })}
          labelShown
          choices={SCORES.map((score) => ({ value: score, label: score }))}
          value={value.score}
          onChange={(score) => onChange({ score })}
          error={tried && value.score === "" ? m.review_score_missing() : undefined}
        />
        <TextField
          label={m.review_comment({ criterion: title })}
          long
          rows={3}
          maxLength={2000}
          value={value.comment}
          onChange={(comment) => onChange({ comment })}
          error={tried && value.comment.trim() === "" ? m.review_comment_missing() : undefined}
        />
      </div>
    </div>
  );
}

import type { DossierReview } from "~/api/types";
import { forget } from "~/lib/storage";

/** A score and what it is given for, as they are typed. */
export type Typed = { score: Score | ""; comment: string };
export const SCORES = ["0", "1", "2", "3", "4", "5"] as const;
export type Score = (typeof SCORES)[number];

/** What was typed, upon which revision, and whether the service lacks any of it. */
export type Draft = { revision: number; scores: Record<string, Typed>; changed: boolean };

export const NOTHING: Typed = { score: "", comment: "" };

export const draftKey = (id: string) => `lorntech.review.${id}`;

/** Once it is submitted, or a conflict of interest declared, nothing of it stays on this device. */
export const forgetScores = (id: string) => forget(draftKey(id), "local");

/** As the service keeps it. */
export function typed(review: DossierReview): Draft {
  const of = review.scores.map(({ criterion, score, comment }) => [
    criterion,
    { score: score == null ? "" : (String(score) as Score), comment: comment ?? "" },
  ]);
  return { revision: review.revision, scores: Object.fromEntries(of), changed: false };
}

const isEmpty = ({ score, comment }: Typed) => score === "" && comment.trim() === "";

/** As it is sent; what says nothing is left out. */
export function given(scores: Record<string, Typed>) {
  return Object.entries(scores)
    .filter(([, one]) => !isEmpty(one))
    .map(([criterion, { score, comment }]) => ({
      criterion,
      ...(score === "" ? {} : { score: Number(score) }),
      ...(comment.trim() ? { comment: comment.trim() } : {}),
    }));
}

export const isWhole = (one: Typed) => one.score !== "" && one.comment.trim() !== "";

/** Whether two say the same. */
export const isSame = (one: Draft["scores"], other: Draft["scores"]) => {
  const sorted = (scores: Draft["scores"]) =>
    JSON.stringify(given(scores).sort((a, b) => a.criterion.localeCompare(b.criterion)));
  return sorted(one) === sorted(other);
};

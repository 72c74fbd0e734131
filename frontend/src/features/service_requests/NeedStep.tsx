import { Suspense } from "react";
import type { Totem } from "~/api/types";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { ChoiceCards } from "~/ui/Choices";
import { FieldRoom } from "~/ui/parts/FieldFrame";
import { NEEDS, type Need, needText, needTitle } from "./needs";

const NeedWords = lazy(() => import("./NeedWords"));

/** The need in a few words, with what they may mean; or one of the needs that there often are. */
export function NeedStep(props: {
  totems: Totem[];
  typed: string;
  onType: (words: string) => void;
  need: Need | undefined;
  error: string | undefined;
  onChange: (need: Need) => void;
}) {
  const texts = { label: m.ask_subject(), hint: m.ask_subject_hint(), optional: true };
  return (
    <>
      <Suspense fallback={<FieldRoom texts={texts} />}>
        <NeedWords totems={props.totems} typed={props.typed} texts={texts} onType={props.onType} />
      </Suspense>
      <ChoiceCards
        label={m.ask_need_choose()}
        columns
        error={props.error}
        value={props.need}
        onChange={props.onChange}
        choices={NEEDS.map((need) => ({ value: need, title: needTitle(need), text: needText(need) }))}
      />
    </>
  );
}

import { Suspense } from "react";
import { lazy } from "~/lib/lazy";
import { FieldRoom, type FieldTexts } from "./parts/FieldFrame";

const AriaDateField = lazy(() => import("./aria/DateField"));

/** What the field answers with while a part of the date is missing: nothing a service would take for a date. */
export const INCOMPLETE_DATE = "?";

export type DateFieldProps = FieldTexts & {
  /** "2026-03-31", nothing, or INCOMPLETE_DATE. */
  value: string;
  onChange: (value: string) => void;
  /** The first and the last day that can be taken. */
  min?: string;
  max?: string;
};

/** A day of the calendar, typed or pointed at. */
export function DateField(props: DateFieldProps) {
  return (
    <Suspense fallback={<FieldRoom texts={props} />}>
      <AriaDateField {...props} />
    </Suspense>
  );
}

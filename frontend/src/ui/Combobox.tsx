import { lazy, Suspense } from "react";
import { FieldRoom, type FieldTexts } from "./parts/FieldFrame";

const AriaCombobox = lazy(() => import("./aria/Combobox"));

export type ComboboxChoice = { id: string; label: string; text?: string };

export type ComboboxProps = FieldTexts & {
  choices: ComboboxChoice[];
  value: ComboboxChoice | undefined;
  onChange: (value: ComboboxChoice | undefined) => void;
  placeholder?: string;
  /** Given where the service looks for the choices: hears what is typed, and `choices` are what was found for it. */
  onType?: (text: string) => void;
  /** The choices for what is typed are still on their way. */
  pending?: boolean;
};

/** One among more choices than anybody reads: typing a few letters is enough. */
export function Combobox(props: ComboboxProps) {
  return (
    <Suspense fallback={<FieldRoom texts={props} />}>
      <AriaCombobox {...props} />
    </Suspense>
  );
}

import ChevronDown from "lucide-react/icons/chevron-down";
import { useId } from "react";
import css from "./field.module.css";
import { described, FieldFrame, type FieldTexts } from "./parts/FieldFrame";

type Props<V extends string> = FieldTexts & {
  choices: { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
};

export function Select<V extends string>({ choices, value, onChange, ...texts }: Props<V>) {
  const id = useId();
  return (
    <FieldFrame id={id} texts={texts}>
      <div className={css.select}>
        <select
          {...described(id, texts)}
          className={css.control}
          value={value}
          onChange={(event) => onChange(event.target.value as V)}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
        <ChevronDown size={18} aria-hidden="true" />
      </div>
    </FieldFrame>
  );
}

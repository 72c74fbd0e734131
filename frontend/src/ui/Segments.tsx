import { useId } from "react";
import css from "./segments.module.css";

/** One of two or three ways, in a word each, right above what it changes. */
export function Segments<V extends string>(props: {
  label: string;
  choices: { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
}) {
  const name = useId();
  return (
    <fieldset className={css.segments}>
      <legend className="visually-hidden">{props.label}</legend>
      {props.choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            checked={choice.value === props.value}
            onChange={() => props.onChange(choice.value)}
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}

import { useId } from "react";
import { FieldError } from "./parts/FieldFrame";
import css from "./segments.module.css";

/** One of two or three ways, in a word each, right above what it changes. */
export function Segments<V extends string>(props: {
  label: string;
  /** Where there is nothing else that says what it is. */
  labelShown?: boolean;
  error?: string | undefined;
  choices: { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
}) {
  const name = useId();
  return (
    <fieldset
      className={css.segments}
      data-wrong={props.error ? true : undefined}
      aria-describedby={props.error && `${name}-error`}
    >
      <legend className={props.labelShown ? css.label : "visually-hidden"}>{props.label}</legend>
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
      {props.error && <FieldError id={`${name}-error`}>{props.error}</FieldError>}
    </fieldset>
  );
}

import { type ReactNode, useId } from "react";
import { number } from "~/lib/format";
import css from "./choices.module.css";
import { cx } from "./cx";
import { FieldError } from "./parts/FieldFrame";

type CardChoice<V extends string> = { value: V; title: string; text?: ReactNode };

/** One answer among a few, each with a word of explanation. */
export function ChoiceCards<V extends string>(props: {
  label: string;
  labelHidden?: boolean;
  choices: CardChoice<V>[];
  value: V | undefined;
  onChange: (value: V) => void;
  error?: string | undefined;
  columns?: boolean;
}) {
  const name = useId();
  return (
    <fieldset className={css.group} aria-describedby={props.error ? `${name}-error` : undefined}>
      <legend className={props.labelHidden ? "visually-hidden" : css.legend}>{props.label}</legend>
      {props.error && <FieldError id={`${name}-error`}>{props.error}</FieldError>}
      <div className={cx(css.options, props.columns && css.two)}>
        {props.choices.map((choice) => (
          <label key={choice.value} className={css.option}>
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === props.value}
              onChange={() => props.onChange(choice.value)}
            />
            <span className={css.dot} aria-hidden="true" />
            <span className={css.title}>{choice.title}</span>
            {choice.text && <span className={css.text}>{choice.text}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Any number among several, for filters. */
export function CheckList<V extends string>(props: {
  label: string;
  choices: { value: V; label: string; count?: number | undefined }[];
  value: V[];
  onChange: (value: V[]) => void;
}) {
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{props.label}</legend>
      <div>
        {props.choices.map((choice) => (
          <label key={choice.value} className={css.check}>
            <input
              type="checkbox"
              checked={props.value.includes(choice.value)}
              onChange={(event) =>
                props.onChange(
                  event.target.checked
                    ? [...props.value, choice.value]
                    : props.value.filter((value) => value !== choice.value),
                )
              }
            />
            <span>
              {choice.label}
              {choice.count !== undefined && <span className={css.count}> ({number(choice.count)})</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

import { type ReactNode, useId } from "react";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import css from "./choices.module.css";
import { cx } from "./cx";
import { FieldError, type FieldTexts } from "./parts/FieldFrame";

type GroupTexts = FieldTexts & { labelHidden?: boolean };

/** What a group says of itself, and what its fieldset must carry so that it is heard. */
function groupDescribed(id: string, { hint, error }: FieldTexts) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { "aria-describedby": ids || undefined, "data-wrong": error ? true : undefined } as const;
}

function GroupWords({ id, texts }: { id: string; texts: GroupTexts }) {
  return (
    <>
      <legend className={texts.labelHidden ? "visually-hidden" : css.legend}>
        {texts.label} {texts.optional && <span className={css.optional}>{m.form_optional()}</span>}
      </legend>
      {texts.hint && (
        <p id={`${id}-hint`} className={css.hint}>
          {texts.hint}
        </p>
      )}
      {texts.error && <FieldError id={`${id}-error`}>{texts.error}</FieldError>}
    </>
  );
}

type CardChoice<V extends string> = { value: V; title: string; text?: ReactNode };

/** One answer among a few, each with a word of explanation. */
export function ChoiceCards<V extends string>(
  props: GroupTexts & {
    choices: CardChoice<V>[];
    value: V | undefined;
    onChange: (value: V) => void;
    columns?: boolean;
  },
) {
  const name = useId();
  return (
    <fieldset className={css.group} {...groupDescribed(name, props)}>
      <GroupWords id={name} texts={props} />
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

/** Any number among several. */
export function CheckList<V extends string>(
  props: GroupTexts & {
    choices: { value: V; label: string; count?: number | undefined }[];
    value: V[];
    onChange: (value: V[]) => void;
  },
) {
  const id = useId();
  return (
    <fieldset className={css.group} {...groupDescribed(id, props)}>
      <GroupWords id={id} texts={props} />
      <div className={css.checks}>
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

import { type InputHTMLAttributes, type KeyboardEvent, type Ref, useId } from "react";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { cx } from "./cx";
import css from "./field.module.css";
import { described, FieldFrame, type FieldTexts } from "./parts/FieldFrame";

type Props = FieldTexts &
  Pick<
    InputHTMLAttributes<HTMLInputElement>,
    "type" | "name" | "autoComplete" | "maxLength" | "readOnly" | "inputMode"
  > & {
    value: string;
    onChange: (value: string) => void;
    /** Several lines. */
    long?: boolean;
    rows?: number;
    onKeyDown?: (event: KeyboardEvent) => void;
    controlRef?: Ref<HTMLTextAreaElement>;
  };

export function TextField(props: Props) {
  const { label, hint, error, optional, long, rows = 6, value, onChange, controlRef, ...rest } = props;
  const id = useId();
  const texts = { label, hint, error, optional };
  const shared = { ...described(id, texts), ...rest, required: !optional, value };
  const most = rest.maxLength;
  return (
    <FieldFrame id={id} texts={texts}>
      {long ? (
        <textarea
          {...shared}
          ref={controlRef}
          rows={rows}
          className={cx(css.control, css.area)}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input {...shared} className={css.control} onChange={(event) => onChange(event.target.value)} />
      )}
      {most !== undefined && value.length > most * 0.8 && (
        <p className={css.count}>{m.form_characters({ used: number(value.length), most: number(most) })}</p>
      )}
    </FieldFrame>
  );
}

import CircleAlert from "lucide-react/icons/circle-alert";
import type { ReactNode } from "react";
import { m } from "~/paraglide/messages.js";
import css from "../field.module.css";

export type FieldTexts = {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  optional?: boolean;
};

export function FieldError({ id, children }: { id?: string; children: string | undefined }) {
  return (
    <p id={id} className={css.error}>
      {children && (
        <>
          <CircleAlert size={16} aria-hidden="true" />
          <span>{children}</span>
        </>
      )}
    </p>
  );
}

/** What the control must carry so that its label, hint and error are heard with it. */
export function described(id: string, { hint, error }: FieldTexts) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return { id, "aria-describedby": ids || undefined, "aria-invalid": error ? true : undefined } as const;
}

type FrameProps = {
  /** Of the control; a field without one yet has nothing to refer to. */
  id?: string;
  texts: FieldTexts;
  children: ReactNode;
};

export function FieldFrame({ id, texts, children }: FrameProps) {
  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {texts.label} {texts.optional && <span className={css.optional}>{m.form_optional()}</span>}
      </label>
      {texts.hint && (
        <p id={id && `${id}-hint`} className={css.hint}>
          {texts.hint}
        </p>
      )}
      {children}
      {texts.error && <FieldError {...(id && { id: `${id}-error` })}>{texts.error}</FieldError>}
    </div>
  );
}

/** The room a field will take, while the control that goes into it is loaded. */
export function FieldRoom({ texts }: { texts: FieldTexts }) {
  return (
    <FieldFrame texts={texts}>
      <div className={css.control} aria-busy="true" />
    </FieldFrame>
  );
}

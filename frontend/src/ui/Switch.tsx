import { useId } from "react";
import { described, FieldError, type FieldTexts } from "./parts/FieldFrame";
import css from "./switch.module.css";

type Props = Omit<FieldTexts, "optional"> & {
  on: boolean;
  onChange: (on: boolean) => void;
  /** The change is on its way: shown as it will be, and not changed again meanwhile. */
  pending?: boolean;
};

/** On or off, at once and without sending a form. */
export function Switch({ on, onChange, pending, ...texts }: Props) {
  const id = useId();
  return (
    <div className={css.field}>
      <label className={css.switch} data-pending={pending || undefined}>
        <input
          {...described(id, texts)}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says itself whether it is checked.
          role="switch"
          checked={on}
          aria-disabled={pending || undefined}
          onChange={(event) => !pending && onChange(event.target.checked)}
        />
        <span className={css.track} aria-hidden="true" />
        <span className={css.label}>{texts.label}</span>
      </label>
      {texts.hint && (
        <p id={`${id}-hint`} className={css.hint}>
          {texts.hint}
        </p>
      )}
      {texts.error && <FieldError id={`${id}-error`}>{texts.error}</FieldError>}
    </div>
  );
}

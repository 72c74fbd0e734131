import Search from "lucide-react/icons/search";
import X from "lucide-react/icons/x";
import { type ComponentProps, type ReactNode, useId, useRef } from "react";
import { m } from "~/paraglide/messages.js";
import { cx } from "./cx";
import css from "./field.module.css";

type Props = {
  label: string;
  labelHidden?: boolean;
  placeholder?: string;
  big?: boolean;
  value: string;
  onChange: (value: string) => void;
  /** Where it completes what is typed: what that makes of the field, and what stands beneath it. */
  completion?: { input: ComponentProps<"input">; beneath: ReactNode };
};

export function SearchField({ label, labelHidden, placeholder, big, value, onChange, completion }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={css.field}>
      <label htmlFor={id} className={labelHidden ? "visually-hidden" : css.label}>
        {label}
      </label>
      <div className={css.search}>
        <Search size={20} aria-hidden="true" />
        <input
          ref={input}
          id={id}
          type="search"
          enterKeyHint="search"
          placeholder={placeholder}
          className={cx(css.control, big && css.big)}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...completion?.input}
        />
        {value !== "" && (
          <button
            type="button"
            className={css.clear}
            aria-label={m.search_clear()}
            onClick={() => {
              onChange("");
              input.current?.focus();
            }}
          >
            <X size={18} aria-hidden="true" />
          </button>
        )}
        {completion?.beneath}
      </div>
    </div>
  );
}

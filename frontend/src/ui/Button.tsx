import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import css from "./button.module.css";
import { cx } from "./cx";

export type ButtonLook = "primary" | "accent" | "secondary" | "quiet" | "danger";

/** For the few things that are a button of another make: links that look like one, triggers of menus. */
export function buttonClass(look: ButtonLook = "primary", small = false, wide = false): string {
  return cx(css.button, css[look], small && css.small, wide && css.wide);
}

type Props = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "onClick" | "disabled"> & {
  look?: ButtonLook;
  small?: boolean;
  wide?: boolean;
  icon?: ReactNode;
  /** Under way: keeps its place, its words and the focus, and takes no second press. */
  pending?: boolean;
  onPress?: () => void;
  ref?: Ref<HTMLButtonElement>;
};

export function Button({
  look,
  small,
  wide,
  icon,
  pending,
  onPress,
  type = "button",
  children,
  ...rest
}: Props) {
  return (
    <button
      {...rest}
      type={type}
      className={buttonClass(look, small, wide)}
      aria-disabled={pending || undefined}
      data-pending={pending || undefined}
      onClick={(event) => {
        if (pending) event.preventDefault();
        else onPress?.();
      }}
    >
      {pending ? <span className={css.spinner} aria-hidden="true" /> : icon}
      {children}
    </button>
  );
}

import type { ReactNode } from "react";
import { number } from "~/lib/format";
import css from "./chips.module.css";

/** Filters in a line, over a list that people work through all day; CheckList is for everybody else. */
export function Chips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className={css.chips}>
      <legend className="visually-hidden">{label}</legend>
      {children}
    </fieldset>
  );
}

/** On or off at once, with how many it would leave; `most` is where the counting ended. */
export function Chip(props: {
  pressed: boolean;
  onPress: () => void;
  count?: number;
  most?: number;
  children: ReactNode;
}) {
  return (
    <button type="button" className={css.chip} aria-pressed={props.pressed} onClick={props.onPress}>
      {props.children}
      {props.count !== undefined && (
        <span>
          {number(props.count)}
          {props.count === props.most && "+"}
        </span>
      )}
    </button>
  );
}

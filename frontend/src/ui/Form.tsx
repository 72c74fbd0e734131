import { createContext, type ReactNode, type RefObject, useContext, useLayoutEffect, useRef } from "react";
import { cx } from "./cx";
import css from "./form.module.css";

type Place = { form: RefObject<HTMLFormElement | null>; wanted: RefObject<boolean> };
const FormPlace = createContext<Place | undefined>(undefined);

/**
 * After a form was sent and came back with something wrong, the first field concerned takes the focus, whether the
 * page found it or the service. A Form has one; a part of it that is loaded late has its own.
 */
export function LeadToError() {
  const place = useContext(FormPlace);
  useLayoutEffect(() => {
    if (!place?.wanted.current) return;
    const field = place.form.current?.querySelector<HTMLElement>(
      "[aria-invalid=true], fieldset[data-wrong] input",
    );
    if (!field) return;
    place.wanted.current = false;
    field.focus();
  });
  return null;
}

type Props = {
  onSubmit: () => void;
  /** As wide as a page of cards; `dense` as wide as there is room, for a few lines among others. */
  look?: "wide" | "dense";
  children: ReactNode;
};

/** Fields one below the other, checked by the page and by the service in words, never by the browser's bubbles. */
export function Form({ onSubmit, look, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const wanted = useRef(false);
  const place = useRef<Place>({ form, wanted });
  return (
    <form
      ref={form}
      className={cx(css.form, look && css[look])}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        wanted.current = true;
        onSubmit();
      }}
      // Whoever writes on is left where they are.
      onChange={() => {
        wanted.current = false;
      }}
    >
      <FormPlace value={place.current}>
        {children}
        <LeadToError />
      </FormPlace>
    </form>
  );
}

/** Two short fields that belong together, side by side where there is room. */
export function Pair({ children }: { children: ReactNode }) {
  return <div className={css.pair}>{children}</div>;
}

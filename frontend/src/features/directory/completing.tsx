import { type ComponentProps, type KeyboardEvent, Suspense, useId, useState } from "react";
import { lazy } from "~/lib/lazy";
import type { Suggestion } from "./queries";

const Completion = lazy(() => import("./Completion"));

/** What makes a search field complete what is typed: for the field itself, and for beneath it. */
export function useCompletion(
  typed: string,
  onChoose: (one: Suggestion) => void,
  { recordsOnly = false }: { recordsOnly?: boolean } = {},
) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [shown, setShown] = useState<Suggestion[]>([]);
  const expanded = open && shown.length > 0;
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (one: Suggestion) => {
    close();
    onChoose(one);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = shown[active];
    const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (by !== 0 && expanded) setActive(((active + 1 + by + shown.length + 1) % (shown.length + 1)) - 1);
    else if (event.key === "Enter" && expanded && chosen) choose(chosen);
    else if (event.key === "Escape" && expanded) close();
    else {
      if (event.key === "Enter") close();
      return;
    }
    event.preventDefault();
  };
  const input: ComponentProps<"input"> = {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": expanded,
    "aria-controls": expanded ? id : undefined,
    "aria-activedescendant": expanded && active >= 0 ? `${id}-${active}` : undefined,
    autoComplete: "off",
    onInput: () => {
      setOpen(true);
      setActive(-1);
    },
    onBlur: close,
    onKeyDown,
  };
  const beneath = open && (
    <Suspense>
      <Completion
        id={id}
        typed={typed}
        recordsOnly={recordsOnly}
        active={active}
        onShown={setShown}
        onChoose={choose}
      />
    </Suspense>
  );
  return { input, beneath };
}

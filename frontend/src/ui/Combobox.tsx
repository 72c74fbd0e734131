import ChevronDown from "lucide-react/icons/chevron-down";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import css from "./combobox.module.css";
import field from "./field.module.css";
import { described, FieldFrame, type FieldTexts } from "./parts/FieldFrame";

export type ComboboxChoice = { id: string; label: string; text?: string };

type Props = FieldTexts & {
  choices: ComboboxChoice[];
  value: ComboboxChoice | undefined;
  onChange: (value: ComboboxChoice | undefined) => void;
  /** Given where the service looks for the choices: hears what is typed, and `choices` are what was found for it. */
  onType?: (text: string) => void;
  /** The choices for what is typed are still on their way. */
  pending?: boolean;
};

/** "epi" finds "Épinal": what people type has no accents and no capitals. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** What is typed, which choices that leaves, and which of them the keyboard stands on. */
function useCombobox({ choices, value, onChange, onType }: Props) {
  // What is being typed; otherwise the field shows what is chosen.
  const [typed, setTyped] = useState<string>();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const narrowing = typed !== undefined && typed !== value?.label;
  const shown =
    onType || !narrowing ? choices : choices.filter((one) => plain(one.label).includes(plain(typed)));

  const show = (at = -1) => {
    setOpen(true);
    setActive(at);
  };
  const close = () => {
    setOpen(false);
    setActive(-1);
    setTyped(undefined);
  };
  const choose = (choice: ComboboxChoice) => {
    close();
    if (choice.id !== value?.id) onChange(choice);
  };
  const type = (text: string) => {
    setTyped(text);
    show();
    onType?.(text);
    if (text === "" && value) onChange(undefined);
  };
  /** Whoever wrote a choice out in full has chosen it; anything else goes back to what was chosen. */
  const settle = () => {
    const meant = narrowing ? shown.find((one) => plain(one.label) === plain(typed.trim())) : undefined;
    if (meant) choose(meant);
    else close();
  };
  const move = (by: number) => {
    const last = shown.length - 1;
    if (!open) show(by > 0 ? 0 : last);
    else setActive(by > 0 ? (active < last ? active + 1 : 0) : active > 0 ? active - 1 : last);
  };
  return { text: typed ?? value?.label ?? "", open, active, shown, show, close, choose, type, settle, move };
}

function keys(box: ReturnType<typeof useCombobox>) {
  return (event: KeyboardEvent) => {
    const { open, active, shown } = box;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") box.move(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" && open) {
      const choice = shown[active];
      if (choice) box.choose(choice);
      else box.settle();
    } else if (event.key === "Escape" && open) {
      box.close();
      // The list alone is closed, not the dialog it stands in.
      event.stopPropagation();
    } else return;
    event.preventDefault();
  };
}

/** One among more choices than anybody reads: typing a few letters is enough. */
export function Combobox(props: Props) {
  const { pending, label, hint, error, optional } = props;
  const texts = { label, hint, error, optional };
  const id = useId();
  const box = useCombobox(props);
  const { text, open, active, shown } = box;
  const input = useRef<HTMLInputElement>(null);
  const popup = useRef<HTMLDivElement>(null);

  // Below the edge of the screen or of the list, what the keyboard stands on would not be seen.
  useEffect(() => {
    if (!open) return;
    const part = active < 0 ? popup.current : document.getElementById(`${id}-${active}`);
    part?.scrollIntoView({ block: "nearest" });
  }, [open, active, id]);

  const nothing = pending ? m.combobox_pending() : text ? m.combobox_none({ text }) : m.combobox_type();
  const expanded = open && shown.length > 0;
  return (
    <FieldFrame id={id} texts={texts}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the focus leaves the field as a whole. */}
      <div
        className={css.box}
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) box.settle();
        }}
      >
        <input
          {...described(id, texts)}
          ref={input}
          className={field.control}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={expanded}
          aria-controls={expanded ? `${id}-list` : undefined}
          aria-activedescendant={expanded && active >= 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => box.type(event.target.value)}
          onKeyDown={keys(box)}
        />
        <button
          type="button"
          className={css.open}
          tabIndex={-1}
          aria-label={m.combobox_open({ label })}
          onClick={() => {
            input.current?.focus();
            if (open) box.close();
            else box.show();
          }}
        >
          <ChevronDown size={18} aria-hidden="true" />
        </button>
        {open && (
          <div className={css.popup} ref={popup} onPointerDown={(event) => event.preventDefault()}>
            {expanded ? (
              <div role="listbox" id={`${id}-list`} aria-label={label}>
                {shown.map((choice, at) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: the keys act in the field, which keeps the focus.
                  <div
                    key={choice.id}
                    id={`${id}-${at}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={at === active}
                    className={css.choice}
                    data-chosen={choice.id === props.value?.id || undefined}
                    onClick={() => box.choose(choice)}
                  >
                    {choice.label}
                    {choice.text && <span className={css.text}>{choice.text}</span>}
                  </div>
                ))}
              </div>
            ) : (
              <p className={css.none}>{nothing}</p>
            )}
          </div>
        )}
        <p role="status" className="visually-hidden">
          {open && (expanded ? m.combobox_count({ count: shown.length, n: number(shown.length) }) : nothing)}
        </p>
      </div>
    </FieldFrame>
  );
}

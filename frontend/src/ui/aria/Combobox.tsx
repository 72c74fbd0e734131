import ChevronDown from "lucide-react/icons/chevron-down";
import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { ComboBox, useFilter } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { m } from "~/paraglide/messages.js";
import type { ComboboxProps } from "../Combobox";
import css from "../combobox.module.css";
import { cx } from "../cx";
import field from "../field.module.css";
import { AriaField } from "./AriaField";
import { InOurLanguage } from "./InOurLanguage";

function Field({ choices, value, onChange, placeholder, onType, pending, ...texts }: ComboboxProps) {
  // What is being typed; otherwise the field shows what is chosen.
  const [typed, setTyped] = useState<string>();
  const { contains } = useFilter({ sensitivity: "base" });
  const narrowing = typed !== undefined && typed !== value?.label;
  const shown = onType || !narrowing ? choices : choices.filter((choice) => contains(choice.label, typed));
  const nothing = () => {
    if (pending) return m.combobox_pending();
    return typed ? m.combobox_none({ text: typed }) : m.combobox_type();
  };
  return (
    <ComboBox
      className={field.field ?? ""}
      items={shown}
      allowsEmptyCollection
      inputValue={typed ?? value?.label ?? ""}
      onInputChange={(text) => {
        setTyped(text);
        onType?.(text);
        if (text === "" && value) onChange(undefined);
      }}
      value={value?.id ?? null}
      onChange={(id) => {
        setTyped(undefined);
        if (id !== (value?.id ?? null)) onChange(choices.find((choice) => choice.id === id));
      }}
      onBlur={() => setTyped(undefined)}
      isInvalid={Boolean(texts.error)}
      validationBehavior="aria"
    >
      <AriaField texts={texts}>
        <div className={css.control}>
          <Input className={field.control ?? ""} placeholder={placeholder} />
          <Button className={css.open ?? ""}>
            <ChevronDown size={18} aria-hidden="true" />
          </Button>
        </div>
      </AriaField>
      <Popover className={css.list ?? ""} offset={4}>
        <ListBox<(typeof shown)[number]>
          className={css.choices ?? ""}
          renderEmptyState={() => <p className={css.none}>{nothing()}</p>}
        >
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className={cx(css.choice)}>
              {choice.label}
              {choice.text && <span className={css.text}>{choice.text}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}

export default function Combobox(props: ComboboxProps) {
  return (
    <InOurLanguage>
      <Field {...props} />
    </InOurLanguage>
  );
}

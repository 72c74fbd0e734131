import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { m } from "~/paraglide/messages.js";
import popup from "~/ui/combobox.module.css";
import { kindLabel } from "./labels";
import { type Suggestion, suggestionsQuery } from "./queries";

function useSuggestions(typed: string, recordsOnly: boolean): Suggestion[] {
  const { data } = useQuery({ ...suggestionsQuery(typed), enabled: typed.length > 1 });
  if (!data || typed.length < 2) return [];
  const records = data.organizations.map((one) => ({
    id: one.slug,
    label: one.name,
    text: [one.kinds.map(kindLabel).join(", "), one.locality].filter(Boolean).join(" · "),
    slug: one.slug,
  }));
  if (recordsOnly) return records;
  return [
    ...data.places.map((one) => ({
      id: `place-${one.latitude}-${one.longitude}`,
      label: one.name,
      text: m.directory_near({ place: one.name }),
      change: { q: undefined, near: `${one.latitude},${one.longitude}`, nearby: one.name },
    })),
    ...records,
    ...data.kinds.map((one) => ({
      id: `kind-${one.kind}`,
      label: kindLabel(one.kind),
      text: m.directory_kinds(),
      change: { q: undefined, kinds: [one.kind] },
    })),
    ...data.sectors.map((one) => ({
      id: `sector-${one}`,
      label: one,
      text: m.ecosystem_sector(),
      change: { q: undefined, sectors: [one] },
    })),
  ];
}

/** What may be meant by what is typed. The keys act in the field, which keeps the focus. */
export default function Completion({ id, typed, recordsOnly, active, onShown, onChoose }: Props) {
  const shown = useSuggestions(typed.trim(), recordsOnly);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only other lines are told.
  useEffect(() => onShown(shown), [shown.map((one) => one.id).join()]);
  if (shown.length === 0) return null;
  return (
    <div className={popup.popup} onPointerDown={(event) => event.preventDefault()}>
      <div role="listbox" id={id} aria-label={m.directory_suggestions()}>
        {shown.map((one, at) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys act in the field, which keeps the focus.
          <div
            key={one.id}
            id={`${id}-${at}`}
            role="option"
            tabIndex={-1}
            aria-selected={at === active}
            className={popup.choice}
            onClick={() => onChoose(one)}
          >
            {one.label}
            {one.text && <span className={popup.text}>{one.text}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

type Props = {
  id: string;
  typed: string;
  /** Records of the directory, and not what filters it. */
  recordsOnly: boolean;
  active: number;
  onShown: (shown: Suggestion[]) => void;
  onChoose: (one: Suggestion) => void;
};

// Made up, and seen to be: nobody may take an example for a fact.
import { m } from "~/paraglide/messages.js";
import type { ChartData } from "~/ui/ChartFrame";
import type { ComboboxChoice } from "~/ui/Combobox";

export const CITIES: ComboboxChoice[] = ["Épinal", "Metz", "Nancy", "Thionville"].map((city) => ({
  id: city,
  label: city,
}));

export const CHOICES = CITIES.map(({ id, label }) => ({ value: id, label }));

export type Sample = { id: string; name: string; city: string; staff: number };

export const samples = (): Sample[] => [
  { id: "1", name: m.design_workshop(), city: "Metz", staff: 12 },
  { id: "2", name: m.design_laboratory(), city: "Nancy", staff: 1240 },
  { id: "3", name: m.design_school(), city: "Épinal", staff: 86 },
];

/** What a service would find for what is typed: by name or by city. */
export function organizations(typed: string): ComboboxChoice[] {
  const words = typed.trim().toLocaleLowerCase();
  if (words === "") return [];
  return samples()
    .filter((one) => `${one.name} ${one.city}`.toLocaleLowerCase().includes(words))
    .map((one) => ({ id: one.id, label: one.name, text: one.city }));
}

export const jobs = (): ChartData => ({
  axis: {
    label: m.design_year(),
    points: [2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027].map((year) => ({
      label: String(year),
      at: year,
    })),
  },
  series: [
    { name: m.design_stated(), look: "stated", values: [0, 180, 360, 540, 720, 900, 1080, 1260] },
    { name: m.design_measured(), look: "measured", values: [0, 120, 310, null, 590, 700, null, null] },
    { name: m.design_forecast(), look: "forecast", values: [null, null, null, null, null, 700, 860, 990] },
  ],
});

export const byCity = (): ChartData => ({
  axis: { label: m.design_city(), points: CITIES.map((city) => ({ label: city.label })) },
  series: [
    { name: "2025", look: "stated", values: [42, 118, 96, 31] },
    { name: "2026", look: "measured", values: [57, 104, 133, 38] },
  ],
});

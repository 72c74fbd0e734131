import { useState } from "react";

type Item = { id: string };

/** What the reader has before them, while the list behind it goes on. */
export type Steady<T> = {
  /** The lines as they were taken over, in their order, each as it is now where it is still in the list. */
  items: (T & { gone?: true })[];
  /** How many lines have come since, and how many are no longer in it. */
  added: number;
  gone: number;
  /** Takes the list over as it is now. */
  update: () => void;
};

export function steady<T extends Item>(kept: T[], latest: T[]): Omit<Steady<T>, "update"> {
  const now = new Map(latest.map((item) => [item.id, item]));
  const items = kept.map((item) => now.get(item.id) ?? { ...item, gone: true as const });
  const gone = items.filter((item) => "gone" in item).length;
  return { items, added: latest.length - (kept.length - gone), gone };
}

/**
 * Keeps a list still under its reader: lines change where they are, but none comes, goes or moves until the reader says
 * so, or until `of`, what the list is a list of, changes.
 */
export function useSteady<T extends Item>(latest: T[], of: string): Steady<T> {
  const [kept, setKept] = useState({ of, items: latest });
  const take = kept.of !== of || kept.items.length === 0;
  const items = take ? latest : kept.items;
  if (take && (kept.of !== of || latest.length > 0)) setKept({ of, items: latest });
  return { ...steady(items, latest), update: () => setKept({ of, items: latest }) };
}

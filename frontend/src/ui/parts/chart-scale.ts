/** Round numbers for an axis from `low` to `high`: steps of 1, 2 or 5 times a power of ten, about `count` of them. */
export function ticks(low: number, high: number, count = 4): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / count));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => span / one <= count) ?? 10 * power;
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  // Multiplied, not added up: 0.1 + 0.2 would be printed as it is.
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/**
 * Where the axis begins and ends. Bars are compared by their length and always begin at zero; lines by their slope,
 * and begin at zero only where that does not flatten them.
 */
export function extent(values: number[], kind: "line" | "bars"): [number, number] {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const fromZero = kind === "bars" || low <= 0 || low < high / 2;
  return [fromZero ? Math.min(0, low) : low, Math.max(high, fromZero ? 0 : high)];
}

/** Which labels have room, `width` apart at least: the last one always, and back from there. */
export function roomFor(places: number[], width: number): boolean[] {
  const shown = places.map(() => false);
  let next = Number.POSITIVE_INFINITY;
  for (let index = places.length - 1; index >= 0; index--) {
    const place = places[index] ?? 0;
    if (next - place < width) continue;
    shown[index] = true;
    next = place;
  }
  return shown;
}

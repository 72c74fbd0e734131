import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { steady, useSteady } from "./steady";

const line = (id: string, text = "") => ({ id, text });

it("changes lines where they are and lets none come, go or move", () => {
  const kept = [line("a"), line("b"), line("c")];
  const shown = steady(kept, [line("new"), line("c", "changed"), line("a")]);
  expect(shown.items).toEqual([line("a"), { ...line("b"), gone: true }, line("c", "changed")]);
  expect([shown.added, shown.gone]).toEqual([1, 1]);
});

it("takes the list over when the reader says so, when it is another list, and when there was none", () => {
  const first = [line("a")];
  const second = [line("new"), line("a")];
  const { result, rerender } = renderHook(({ latest, of }) => useSteady(latest, of), {
    initialProps: { latest: [] as typeof first, of: "all" },
  });
  rerender({ latest: first, of: "all" });
  expect(result.current.items).toEqual(first);
  rerender({ latest: second, of: "all" });
  expect(result.current.items).toEqual(first);
  expect(result.current.added).toBe(1);
  act(() => result.current.update());
  expect(result.current.items).toEqual(second);
  rerender({ latest: first, of: "mine" });
  expect(result.current.items).toEqual(first);
  rerender({ latest: [], of: "mine" });
  expect(result.current.items).toEqual([{ ...line("a"), gone: true }]);
});

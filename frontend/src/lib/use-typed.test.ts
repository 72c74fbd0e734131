import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useTyped } from "./use-typed";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function field(value: string) {
  const commit = vi.fn();
  const hook = renderHook(({ value }) => useTyped(value, commit), { initialProps: { value } });
  return {
    commit,
    shown: () => hook.result.current[0],
    type: (text: string) => act(() => hook.result.current[1](text)),
    rest: () => act(() => vi.advanceTimersByTime(350)),
    arrive: (value: string) => hook.rerender({ value }),
  };
}

it("keeps what is typed while the text before is on its way", () => {
  const { commit, shown, type, rest, arrive } = field("");
  type("a/b");
  rest();
  expect(commit).toHaveBeenLastCalledWith("a/b");
  type("a/b/");
  arrive("a/b");
  expect(shown()).toBe("a/b/");
  rest();
  expect(commit).toHaveBeenLastCalledWith("a/b/");
});

it("keeps the space before the next word", () => {
  const { shown, type, rest, arrive } = field("");
  type("totem ");
  rest();
  arrive("totem");
  expect(shown()).toBe("totem ");
});

it("shows what the address says when it changes otherwise, even back to what was typed before", () => {
  const { shown, type, rest, arrive } = field("");
  type("totem");
  rest();
  arrive("totem");
  arrive("");
  expect(shown()).toBe("");
  arrive("totem");
  expect(shown()).toBe("totem");
});

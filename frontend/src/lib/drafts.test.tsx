import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useDraft } from "./drafts";

const EMPTY = { subject: "", body: "" };

it("brings a draft back after a reload, and forgets it when cleared", () => {
  const before = renderHook(() => useDraft("test", EMPTY));
  act(() => before.result.current[1]((draft) => ({ ...draft, subject: "Un local" })));
  before.unmount();

  const after = renderHook(() => useDraft("test", EMPTY));
  expect(after.result.current[0]).toEqual({ subject: "Un local", body: "" });
  act(() => after.result.current[2]());
  expect(after.result.current[0]).toEqual(EMPTY);
  expect(localStorage.getItem("test")).toBeNull();
});

it("survives a draft that is not readable", () => {
  localStorage.setItem("test", "{half");
  const { result } = renderHook(() => useDraft("test", EMPTY));
  expect(result.current[0]).toEqual(EMPTY);
});

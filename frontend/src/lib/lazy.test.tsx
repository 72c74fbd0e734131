import { act, render, screen } from "@testing-library/react";
import { Component, type ReactNode, Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lazy } from "./lazy";

class Fence extends Component<{ children: ReactNode }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    return this.state.broken ? <p>broken</p> : this.props.children;
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function shown(Part: ReturnType<typeof lazy>) {
  render(
    <Fence>
      <p>typed</p>
      <Suspense>
        <Part />
      </Suspense>
    </Fence>,
  );
  await act(() => vi.advanceTimersByTimeAsync(30_000));
}

test("a part that a lost connection kept from coming comes later, and the page stays", async () => {
  let tries = 0;
  const load = () => {
    tries += 1;
    return tries < 3
      ? Promise.reject(new TypeError("lost"))
      : Promise.resolve({ default: () => <p>there</p> });
  };
  await shown(lazy(load));
  expect(screen.getByText("there")).toBeTruthy();
  expect(screen.getByText("typed")).toBeTruthy();
  expect(tries).toBe(3);
});

test("a part that is gone although everything else answers is an error", async () => {
  await shown(lazy(() => Promise.reject(new TypeError("gone"))));
  expect(screen.getByText("broken")).toBeTruthy();
});

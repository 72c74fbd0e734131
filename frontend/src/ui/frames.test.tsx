import { act, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { lazy } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { ChartFrame } from "./ChartFrame";
import { MapFrame } from "./MapFrame";
import { extent, roomFor, ticks } from "./parts/chart-scale";
import { WhenSeen } from "./WhenSeen";

/** A window that comes into view when the test says so. */
let seen: () => void;
beforeEach(() => {
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(callback: (entries: { isIntersecting: boolean }[]) => void) {
        seen = () => act(() => callback([{ isIntersecting: true }]));
      }
      observe() {}
      disconnect() {}
    },
  );
});

describe("WhenSeen", () => {
  it("renders its content once it comes into view, or goes to a printer", () => {
    const one = render(<WhenSeen>late</WhenSeen>);
    expect(screen.queryByText("late")).toBeNull();
    seen();
    expect(screen.getByText("late")).toBeTruthy();
    one.unmount();
    render(<WhenSeen>late</WhenSeen>);
    act(() => void window.dispatchEvent(new Event("beforeprint")));
    expect(screen.getByText("late")).toBeTruthy();
  });

  it("leaves the rest of the page standing when its content can't be loaded", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    const Broken = lazy(() => Promise.reject(new Error("gone")));
    render(
      <>
        <p>rest</p>
        <WhenSeen>
          <Broken />
        </WhenSeen>
      </>,
    );
    await act(async () => seen());
    expect(screen.getByText("rest")).toBeTruthy();
  });
});

describe("ChartFrame", () => {
  const chart = (
    <ChartFrame
      title="T"
      unit="U"
      source="S"
      kind="line"
      format={String}
      data={{
        axis: { label: "Année", points: [{ label: "2020" }, { label: "2021" }] },
        series: [
          { name: "Mesuré", look: "measured", values: [3, null] },
          { name: "Annoncé", look: "stated", values: [3, 5] },
        ],
      }}
    />
  );

  it("holds every figure in a table, drawn or not", () => {
    render(chart);
    const rows = within(screen.getByRole("table", { hidden: true })).getAllByRole("row", { hidden: true });
    expect(rows.map((row) => row.textContent)).toEqual([
      "AnnéeMesuréAnnoncé",
      "202033",
      "2021pas de valeur5",
    ]);
  });

  it("draws once it is seen, and says where the figures are", async () => {
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(600);
    render(chart);
    expect(screen.queryByRole("img")).toBeNull();
    seen();
    const drawing = await screen.findByRole("img", { name: /T.*chiffres/ });
    expect(drawing.querySelectorAll("circle")).toHaveLength(1);
    expect(drawing.querySelector("[data-look=stated] path")?.getAttribute("d")).toMatch(/^M[\d. ]+L[\d. ]+$/);
  });

  it("has an axis of round numbers, from zero where lengths are compared", () => {
    expect(ticks(...extent([12, 180], "bars"))).toEqual([0, 50, 100, 150, 200]);
    expect(ticks(...extent([990, 1040], "line"))).toEqual([980, 1000, 1020, 1040]);
    expect(ticks(...extent([990, 1040], "bars"))[0]).toBe(0);
    expect(ticks(...extent([-4, 3], "line"))).toEqual([-4, -2, 0, 2, 4]);
    expect(ticks(...extent([5], "line"))).toEqual([4, 6]);
    expect(ticks(...extent([0, 0], "bars"))).toEqual([0, 0.5]);
    expect(ticks(0, 0.7)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
  });

  it("leaves out the labels that have no room, but never the last", () => {
    expect(roomFor([0, 30, 60, 90], 50)).toEqual([false, true, false, true]);
    expect(roomFor([0, 90], 50)).toEqual([true, true]);
  });
});

describe("MapFrame", () => {
  it("keeps map and list in step, and lets the keyboard pass the map", async () => {
    render(
      <MapFrame
        title="T"
        places={[
          { id: "a", name: <a href="#a">A</a> },
          { id: "b", name: <a href="#b">B</a>, here: true },
        ]}
      >
        {({ lit, onLight }) => (
          <button type="button" onClick={() => onLight("b")}>
            lit:{lit}
          </button>
        )}
      </MapFrame>,
    );
    expect(screen.queryByText(/^lit/)).toBeNull();
    seen();
    const list = screen.getByRole("list");
    await userEvent.tab();
    const skip = screen.getByRole("link", { name: "Passer la carte, lire la liste" });
    expect(document.activeElement).toBe(skip);
    expect(skip.getAttribute("href")).toBe(`#${list.id}`);
    await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    expect(screen.getAllByRole("listitem").map((item) => item.hasAttribute("data-lit"))).toEqual([
      false,
      true,
    ]);
    await userEvent.tab();
    expect(screen.getByText("lit:a")).toBeTruthy();
  });
});

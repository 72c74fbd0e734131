import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { doubt, getConnection, setConnection } from "~/lib/connection";
import { watchConnection } from "./watch";

let looks: number;
let ready: "yes" | "no" | "silent";
let stop: () => void;
const back = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  looks = 0;
  back.mockReset();
  setConnection("up");
  vi.stubGlobal("fetch", async () => {
    looks += 1;
    if (ready === "silent") throw new TypeError("Failed to fetch");
    return new Response("", { status: ready === "yes" ? 200 : 503 });
  });
  stop = watchConnection(back);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

it("asks nothing while nobody doubts", async () => {
  await pass(60_000);
  expect(looks).toBe(0);
});

it("looks again and again until the service is ready, then says once that it is back", async () => {
  ready = "no";
  doubt();
  await pass(0);
  expect([looks, getConnection()]).toEqual([1, "down"]);
  doubt();
  await pass(0);
  expect(looks, "a doubt more changes nothing").toBe(1);
  await pass(8000);
  expect(looks).toBeGreaterThan(1);
  expect(back).not.toHaveBeenCalled();
  ready = "yes";
  await pass(8000);
  expect(getConnection()).toBe("up");
  expect(back.mock.calls).toEqual([["down"]]);
  const looked = looks;
  await pass(60_000);
  expect(looks).toBe(looked);
});

it("tells a lost network from a service that does not answer", async () => {
  ready = "silent";
  doubt();
  await pass(0);
  expect(getConnection()).toBe("down");
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  window.dispatchEvent(new Event("offline"));
  await pass(0);
  expect(getConnection()).toBe("offline");
});

it("leaves a service in peace that is ready and refuses all the same", async () => {
  ready = "yes";
  back.mockImplementation(() => doubt());
  doubt();
  await pass(20_000);
  expect(looks).toBeGreaterThan(1);
  expect(looks).toBeLessThan(8);
});

it("looks after a doubt that came before it", async () => {
  stop();
  ready = "yes";
  doubt();
  stop = watchConnection(back);
  await pass(0);
  expect(back).toHaveBeenCalledOnce();
});

import { expect, it } from "vitest";
import { keyed } from "./idempotency";

it("keeps the key while the content stays the same", () => {
  const first = keyed(undefined, { subject: "a" });
  expect(keyed(first, { subject: "a" }).key).toBe(first.key);
});

it("makes a new key once the content changes", () => {
  const first = keyed(undefined, { subject: "a" });
  expect(keyed(first, { subject: "b" }).key).not.toBe(first.key);
});

it("makes keys that an anonymous caller may use: UUIDs", () => {
  expect(keyed(undefined, {}).key).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

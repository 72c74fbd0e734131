import { expect, it } from "vitest";
import { beginning } from "./beginning";

const LINE = `${"é;".repeat(100)}\n`;

it("sends a small file whole", async () => {
  const file = new Blob([LINE, "sans fin"]);
  expect(await (await beginning(file)).text()).toBe(await file.text());
});

it("ends a large one with a whole line", async () => {
  const text = await (await beginning(new Blob([LINE.repeat(2000)]))).text();
  expect(text.length).toBeGreaterThan(LINE.length);
  expect(text).toBe(LINE.repeat(text.length / LINE.length));
});

it("breaks no mark of UTF-16", async () => {
  const wide = Uint8Array.from([0xff, 0xfe, ...[..."ab\n"].flatMap((mark) => [mark.charCodeAt(0), 0])]);
  const file = new Blob([wide, ...Array.from({ length: 60_000 }, () => wide.slice(2))]);
  const start = await beginning(file);
  expect(start.size % 2).toBe(0);
  expect(new Uint8Array(await start.slice(start.size - 2).arrayBuffer())).toEqual(Uint8Array.from([0x0a, 0]));
});

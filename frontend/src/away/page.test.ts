import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { m } from "~/paraglide/messages.js";
import { locales } from "~/paraglide/runtime.js";
import { awayPage } from "./page";

const PAGE = awayPage(m, locales, ":root{--ink:#000}");

it("speaks every language", () => {
  for (const locale of locales) {
    expect(PAGE).toContain(`<section lang="${locale}">`);
    expect(PAGE).toContain(m.away_title({}, { locale }));
  }
});

it("allows its own style and script, and nothing else", () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(PAGE)?.[1];
  for (const name of ["style", "script"]) {
    const text = new RegExp(`<${name}>([^]*?)</${name}>`).exec(PAGE)?.[1] ?? "";
    expect(policy).toContain(`${name}-src 'sha256-${createHash("sha256").update(text).digest("base64")}'`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(PAGE).not.toMatch(/\s(?:src|href)=/);
});

import { fileURLToPath } from "node:url";
import optimizeLocales from "@react-aria/optimize-locales-plugin";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { away } from "./plugins/away";
import { words } from "./plugins/words";

const ROOT = fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "");
const api = process.env.LORNTECH_API ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      // What a page reads is no part of every first load either; of the page opened first the service has it fetched.
      codeSplittingOptions: {
        defaultBehavior: [
          ["loader", "component"],
          ["pendingComponent"],
          ["errorComponent"],
          ["notFoundComponent"],
        ],
      },
      quoteStyle: "double",
      semicolons: true,
    }),
    react(),
    words(ROOT),
    away(ROOT),
    // The few words of react-aria's own that only screen readers hear; it knows no more of our languages.
    { ...optimizeLocales.vite({ locales: ["fr-FR", "de-DE", "en-US"] }), enforce: "pre" },
  ],
  resolve: {
    alias: [
      { find: "~", replacement: fileURLToPath(new URL("./src", import.meta.url)) },
      {
        find: /^\.\.\/createLucideIcon\.mjs$/,
        replacement: fileURLToPath(new URL("./src/ui/createIcon.ts", import.meta.url)),
      },
    ],
  },
  build: {
    target: "es2022",
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
    // The site's policy is script-src 'self'; nothing may be inlined as a data: script.
    assetsInlineLimit: 0,
    modulePreload: {
      polyfill: false,
      // Every first load carries the list of what each page needs besides itself. Only the styles are on it: of the page
      // opened first the service names the scripts (api/src/http/site.rs), of others the browser finds them a moment later.
      resolveDependencies: (_page, needs) => needs.filter((file) => file.endsWith(".css")),
    },
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs and seldom changes, then what every page needs and often does.
            {
              name: "vendor",
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|openapi-fetch|use-sync-external-store)[\\/]/,
            },
            { name: "site", tags: ["$initial"] },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      "/v1": api,
      "/demo/mailbox.json": api,
      "/demo/status.json": api,
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    // What is imported is the greater part of the time; the tests leave nothing behind (src/testing/setup.ts).
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
  },
});

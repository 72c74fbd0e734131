// Compiles messages/*.json into src/paraglide: one small module per message, so that a page
// carries only the words it shows.
import { compile } from "@inlang/paraglide-js";

await compile({
  project: "./project.inlang",
  outdir: "./src/paraglide",
  outputStructure: "message-modules",
  strategy: ["globalVariable", "baseLocale"],
  emitGitIgnore: true,
  emitReadme: false,
  emitTsDeclarations: false,
  isServer: "false",
});
process.exit(0); // the compiler leaves timers behind that would hold the process for half a minute

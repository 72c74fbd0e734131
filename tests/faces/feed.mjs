// OpenActive's validator walks through a public feed. What it says of data that is none of OpenActive's own model is told and
// left at that.
import rpde from "@openactive/rpde-validator";

const [url] = process.argv.slice(2);
const log = await rpde.RpdeValidator(url, { pageLimit: 50 });
const pages = log.pages.filter((page) => page.url !== undefined);
const said = pages.flatMap((page) => page.errors.map((error) => ({ ...error.data, url: page.url })));
const excepted = said.filter((error) => /Modelling Opportunity Data/.test(error.message));
const found = said.filter((error) => !excepted.includes(error));
for (const { severity, message, url: page } of found) console.error(`${severity}: ${page}: ${message}`);
if (found.length > 0) process.exit(1);
console.log(`rpde-validator: ${pages.length} pages of ${url} without a failure or warning`);

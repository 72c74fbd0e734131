// OpenActive's validator walks through a public feed. What it says of data that is none of OpenActive's own model is told and
// left at that; and it asks of the last page what is asked of the others, too, before it knows that it is the last one.
import rpde from "@openactive/rpde-validator";

const [url, last] = process.argv.slice(2);
const log = await rpde.RpdeValidator(url, { pageLimit: 50 });
const pages = log.pages.filter((page) => page.url !== undefined);
const said = pages.flatMap((page) => page.errors.map((error) => ({ ...error.data, url: page.url })));
const excepted = said.filter(
  ({ message, rule, url: page }) =>
    /Modelling Opportunity Data/.test(message) || (rule === "HttpCacheHeaderRule" && page === last && /max-age=8`?"/.test(message)),
);
const found = said.filter((error) => !excepted.includes(error));
for (const { severity, message, url: page } of found) console.error(`${severity}: ${page}: ${message}`);
if (found.length > 0) process.exit(1);
console.log(`rpde-validator: ${pages.length} pages of ${url} without a failure or warning`);

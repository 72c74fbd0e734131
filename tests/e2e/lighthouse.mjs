// Lighthouse's mobile preset on the pages that strangers come to first: medians of five visits, with the goals. It
// measures a slow telephone by calculation, but the machine's own speed goes into it: run it when nothing else runs.

import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { chromiumPath, FLAGS, serve } from './stage.mjs';

const VISITS = 5;
const PAGES = ['/', '/annuaire', '/totems/metz'];
const GOALS = { performance: 90, accessibility: 100, 'best-practices': 100, seo: 95 };
const TIMES = { 'first-contentful-paint': 'FCP', 'largest-contentful-paint': 'LCP', 'total-blocking-time': 'TBT' };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** One visit with a browser that has never been here. */
async function visit(url) {
  const port = await freePort();
  const args = [...FLAGS, `--remote-debugging-port=${port}`];
  const browser = await chromium.launch({ executablePath: chromiumPath(), args });
  try {
    const flags = { port, logLevel: 'error', onlyCategories: Object.keys(GOALS) };
    const { lhr } = await lighthouse(url, flags);
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return lhr;
  } finally {
    await browser.close();
  }
}

/** What cost points, named once. */
function faults(reports, category) {
  const named = new Set();
  for (const { categories, audits } of reports) {
    for (const { id, weight } of categories[category].auditRefs) {
      const { score, title, details } = audits[id];
      if (weight === 0 || score === null || score >= 0.9) continue;
      const where = (details?.items ?? []).map(({ node, url, description }) => node?.selector ?? url ?? description);
      named.add(`${title} (${id}) ${where.filter(Boolean).join(', ')}`);
    }
  }
  return named;
}

const service = await serve();
let missed = 0;
try {
  const titles = [...Object.keys(GOALS), ...Object.values(TIMES), 'CLS'];
  console.log(`${'page'.padEnd(16)}${titles.map((title) => title.padStart(16)).join('')}   performance of each visit`);
  for (const path of PAGES) {
    const reports = [];
    for (let visits = 0; visits < VISITS; visits += 1) reports.push(await visit(service.url + path));
    const points = (category) => reports.map(({ categories }) => Math.round(categories[category].score * 100));
    const scores = Object.keys(GOALS).map((category) => median(points(category)));
    const times = Object.keys(TIMES).map((id) => median(reports.map(({ audits }) => audits[id].numericValue)));
    const shift = median(reports.map(({ audits }) => audits['cumulative-layout-shift'].numericValue));
    const cells = [...scores, ...times.map((ms) => `${Math.round(ms)} ms`), shift.toFixed(3)];
    const visits = points('performance').join(' ');
    console.log(`${path.padEnd(16)}${cells.map((cell) => String(cell).padStart(16)).join('')}   ${visits}`);
    for (const [index, [category, goal]] of Object.entries(GOALS).entries()) {
      if (scores[index] >= goal) continue;
      missed += 1;
      console.log(`  ${category} ${scores[index]}, goal ${goal}:`);
      for (const fault of faults(reports, category)) console.log(`    ${fault}`);
    }
  }
} finally {
  await service.stop();
}
console.log(missed === 0 ? 'All goals are met.' : `${missed} goals are missed.`);
process.exitCode = missed === 0 ? 0 : 1;

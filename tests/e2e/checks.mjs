// What is checked of a page as it stands. Each check gives a list of findings, empty when all is well.
// Everything is evaluated, never added to the page: the site's policy lets no script or style in, and the debugger is
// not bound by it.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const EVERYTHING = {
  runOnly: { type: 'tag', values: TAGS },
  // axe-core leaves this one off, whatever its tag.
  rules: { 'target-size': { enabled: true } },
};
const COLOURS = { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } };

/** What axe-core finds; with `colours` only what another theme can change. */
export async function violations(page, { colours = false } = {}) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const found = await page.evaluate(
    (options) => globalThis.axe.run(document, { ...options, resultTypes: ['violations'] }),
    colours ? COLOURS : EVERYTHING,
  );
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Each element with what it stands in. */
const outline = (root) => {
  const elements = [...root.querySelectorAll('*:not(noscript *)')];
  return elements.map((one) => `${one.parentElement?.localName ?? ''} > ${one.localName}`);
};

/** A page without a policy, for ours lets no text become markup: one of each browser. */
const blanks = new Map();
function blank(page) {
  const browser = page.context().browser();
  if (!blanks.has(browser)) blanks.set(browser, browser.newPage());
  return blanks.get(browser);
}

/** Elements that HTML lets not stand where they are, found by reading the page anew (RGAA 8.2), and ids given twice. */
export async function malformed(page) {
  const { there, markup, ids } = await page.evaluate(`({
    there: (${outline})(document),
    // Without the styles that scripts set: the site's policy lets none be read.
    markup: document.documentElement.outerHTML.replace(/ style="[^"]*"/g, ''),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
  })`);
  const parsed = `new DOMParser().parseFromString(${JSON.stringify(markup)}, 'text/html')`;
  const read = await (await blank(page)).evaluate(`(${outline})(${parsed})`);
  const other = there.findIndex((one, index) => one !== read[index]);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `the id ${id} is given twice`);
  return other < 0 && there.length === read.length ? twice : [`${there[other]} is read as ${read[other]}`, ...twice];
}

/** Wider than the screen (1.4.10), text that is cut off, text that lies on other text. */
export function misfits(page) {
  return page.evaluate(() => {
    const found = [];
    const name = (element) => `${element.localName}.${[...element.classList].join('.')}`;
    const root = document.documentElement;
    const over = root.scrollWidth - root.clientWidth;
    if (over > 0) found.push(`${over} px wider than the screen`);

    /** Hidden from the eye on purpose, for screen readers. */
    const forListeners = (element) => {
      const style = getComputedStyle(element);
      return style.position === 'absolute' && style.clipPath.startsWith('inset(50%');
    };
    const within = (rect, edge) => {
      const [left, top] = [Math.max(rect.left, edge.left), Math.max(rect.top, edge.top)];
      const [right, bottom] = [Math.min(rect.right, edge.right), Math.min(rect.bottom, edge.bottom)];
      return { left, top, right, bottom, width: right - left, height: bottom - top };
    };
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (parent.closest('option, noscript, script, style, title')) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()].filter((rect) => rect.width > 1 && rect.height > 1);
      let hidden = false;
      let cut = null;
      let shown = rects;
      for (let box = parent; box && box !== document.body; box = box.parentElement) {
        if (forListeners(box)) hidden = true;
        const style = getComputedStyle(box);
        const flow = style.overflowX + style.overflowY;
        if (!/hidden|clip|auto|scroll/.test(flow) || box instanceof SVGElement) continue;
        const edge = box.getBoundingClientRect();
        // Shortened on purpose, with an ellipsis: the whole text is on the page that the entry leads to.
        const shortened = style.webkitLineClamp !== 'none' || style.textOverflow === 'ellipsis';
        const outside = (rect) =>
          rect.right > edge.right + 1 || rect.left < edge.left - 1 || rect.bottom > edge.bottom + 3 || rect.top < edge.top - 3;
        if (!shortened && !/auto|scroll/.test(flow) && shown.some(outside)) cut = box;
        shown = shown.map((rect) => within(rect, edge)).filter((rect) => rect.width > 1 && rect.height > 3);
      }
      if (hidden) continue;
      if (cut) found.push(`“${node.data.trim().slice(0, 40)}” is cut off by ${name(cut)}`);
      for (const rect of shown) lines.push({ rect, parent, text: node.data.trim().slice(0, 30) });
    }

    // Boxes that float above the page, like an open menu, may cover what is below them.
    const layer = (element) => {
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).position === 'fixed' || at.matches('[role=dialog], [data-trigger]')) return at;
      }
      return null;
    };
    const layers = new Map();
    const layerOf = (element) => layers.get(element) ?? layers.set(element, layer(element)).get(element);
    lines.sort((a, b) => a.rect.top - b.rect.top);
    for (let i = 0; i < lines.length; i += 1) {
      for (let j = i + 1; j < lines.length && lines[j].rect.top < lines[i].rect.bottom; j += 1) {
        const [a, b] = [lines[i], lines[j]];
        if (a.parent === b.parent) continue;
        const across = Math.min(a.rect.right, b.rect.right) - Math.max(a.rect.left, b.rect.left);
        const down = Math.min(a.rect.bottom, b.rect.bottom) - Math.max(a.rect.top, b.rect.top);
        if (across < 3 || down < 0.45 * Math.min(a.rect.height, b.rect.height)) continue;
        if (layerOf(a.parent) === layerOf(b.parent)) found.push(`“${a.text}” and “${b.text}” lie on each other`);
      }
    }
    return [...new Set(found)];
  });
}

/** The spacing of text that readers may choose (1.4.12). */
const SPACED = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }'
  + 'p { margin-bottom: 2em !important }';
/** Text twice as large, everything else as it was (1.4.4). The site's text is 106.25 %. */
const DOUBLED = 'html { font-size: 212.5% !important }';

/** Another screen or theme, and the page come to rest in it. */
export async function look(page, { width, theme }) {
  if (width) await page.setViewportSize({ width, height: 900 });
  if (theme) await page.emulateMedia({ colorScheme: theme });
  await calm(page);
}

export function calm(page) {
  return page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

async function misfitsWith(page, style) {
  await page.evaluate((style) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets.push(sheet);
  }, style);
  await calm(page);
  const found = await misfits(page);
  await page.evaluate(() => document.adoptedStyleSheets.pop());
  return found;
}

export const misfitsWhenSpaced = (page) => misfitsWith(page, SPACED);
export const misfitsWhenDoubled = (page) => misfitsWith(page, DOUBLED);

/** What has the focus, and whether one sees it: put into the page once, then asked after every key. */
const LOOK_AT_FOCUS = () => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colours = new Map();
  const rgba = (colour) => {
    if (!colours.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      colours.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    return colours.get(colour);
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (a, b) => {
    const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y);
    return (bright + 0.05) / (dark + 0.05);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return [255, 255, 255, 255];
  };
  /** The strongest contrast of a ring (outline, or a hard shadow) with what it is drawn on. */
  const ring = (element) => {
    const style = getComputedStyle(element);
    const inside = Number.parseFloat(style.outlineOffset) < 0;
    const behind = ground(inside ? element : element.parentElement);
    const drawn = [];
    if (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) drawn.push(style.outlineColor);
    for (const shadow of style.boxShadow.split(/,(?![^(]*\))/)) {
      const found = /^\s*(\S+\(.*?\)|\S+) (-?[\d.]+)px (-?[\d.]+)px 0px ([\d.]+)px/.exec(shadow);
      if (found && Math.max(...found.slice(2).map(Math.abs)) >= 2) drawn.push(found[1]);
    }
    return Math.max(0, ...drawn.map((colour) => (rgba(colour)[3] > 200 ? contrast(rgba(colour), behind) : 0)));
  };
  const name = (element) => {
    const label = element.getAttribute('aria-label') ?? element.textContent.trim();
    return `${element.localName}${element.id ? `#${element.id}` : ''} “${(label || element.name || '').slice(0, 40)}”`;
  };
  let stops = 0;
  globalThis.lookAtFocus = () => {
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    element.dataset.reached ??= String((stops += 1));
    // The ring may be drawn by what stands for the element: its label, its row.
    const carriers = [element, element.parentElement, element.parentElement.parentElement];
    const strongest = Math.max(...carriers.map(ring));
    const shown = [...element.getClientRects(), ...(element.closest('label')?.getClientRects() ?? [])];
    const boxes = shown.filter((box) => box.width > 0 && box.height > 0);
    const belongs = (hit) => hit && (element.contains(hit) || element.closest('label')?.contains(hit));
    const seen = boxes.some((box) => {
      for (let across = 1; across < 8; across += 1) {
        for (let down = 1; down < 6; down += 1) {
          const [x, y] = [box.left + (box.width * across) / 8, box.top + (box.height * down) / 6];
          if (belongs(document.elementFromPoint(x, y))) return true;
        }
      }
      return false;
    });
    return { place: element.dataset.reached, name: name(element), ring: Math.round(strongest * 10) / 10, seen };
  };
};

/** The element with the focus, with what is wrong about it. */
export async function focused(page) {
  await attend(page);
  return judged(await page.evaluate(() => globalThis.lookAtFocus()));
}

/** Looks at the focus after every key, too, and keeps what it saw: asking each time takes longer than the keys. */
async function attend(page) {
  if (await page.evaluate(() => 'lookAtFocus' in globalThis)) return;
  await page.evaluate(LOOK_AT_FOCUS);
  await page.evaluate(() => {
    globalThis.focusSeen = [];
    // When a key is let go, what it did is done.
    addEventListener('keyup', () => globalThis.focusSeen.push(globalThis.lookAtFocus()), { capture: true });
  });
}

function judged(found) {
  if (!found) return null;
  const faults = [];
  if (found.ring < 3) faults.push(`${found.name} has the focus and shows it with a contrast of ${found.ring}`);
  if (!found.seen) faults.push(`${found.name} has the focus and is covered or out of sight`);
  return { ...found, faults };
}

const WORKS = 'a[href], button, input, select, textarea, summary, [tabindex="0"], [role=menuitem]';
const AT_ONCE = 20;

/**
 * Tab through the page, or with the arrows through its open menu: everything that works is reached, each shows that it
 * has the focus (2.4.7, 1.4.11) and is not covered (2.4.11), and the way leads out again (2.1.2).
 */
export async function lostFocus(page) {
  const before = await height(page);
  const found = await walk(page, AT_ONCE, (at) => at);
  if (found.length === 0) return found;
  // Step by step, with time for what a step let come.
  return walk(page, 1, (at) => (at?.faults.length ? pushed(page, before) : at));
}

async function walk(page, atOnce, look) {
  const found = [];
  await attend(page);
  const key = await start(page);
  const reached = new Set();
  let nowhere = 0;
  for await (const step of steps(page, key, atOnce)) {
    const at = await look(step);
    // Nowhere is the end of the page, or something that went away: what comes next tells.
    nowhere = at ? 0 : nowhere + 1;
    if (nowhere === 5 || (at && reached.has(at.place))) break;
    if (!at) continue;
    if (reached.size === 400) return [...found, 'the way through the page has no end'];
    reached.add(at.place);
    found.push(...at.faults);
  }
  if (reached.size === 0) found.push('nothing takes the focus');
  return [...found, ...(await missed(page))];
}

async function* steps(page, key, atOnce) {
  for (;;) {
    for (let pressed = 0; pressed < atOnce; pressed += 1) await page.keyboard.press(key);
    const seen = await page.evaluate(() => globalThis.focusSeen.splice(0));
    // Of a key that the page did not hear of nothing is known.
    for (let step = 0; step < atOnce; step += 1) yield judged(seen[step]);
  }
}

const height = (page) => page.evaluate(() => document.documentElement.scrollHeight);

/** What is drawn only when it is near pushes away what has the focus: where the page grew meanwhile, that counts as it is then. */
async function pushed(page, before) {
  await page.waitForTimeout(300);
  if ((await height(page)) !== before) await page.evaluate(() => document.activeElement.scrollIntoView({ block: 'nearest' }));
  return focused(page);
}

/** Lets the way begin at the top of the page, unless a dialog or menu holds it; says by which key one goes on. */
function start(page) {
  return page.evaluate((works) => {
    for (const one of document.querySelectorAll(works)) {
      delete one.dataset.reached;
      one.dataset.there = '';
    }
    if (document.querySelector('[role=menu]')) return 'ArrowDown';
    if (document.querySelector('[role=dialog]')) return 'Tab';
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
    return 'Tab';
  }, WORKS);
}

/** What could be worked with from the beginning and was not reached. */
function missed(page) {
  return page.evaluate(() => {
    const scope = document.querySelector('[role=menu]') ?? document.querySelector('[role=dialog]') ?? document.body;
    const found = [];
    for (const element of scope.querySelectorAll('[data-there]')) {
      if (element.tabIndex < 0 && element.role !== 'menuitem') continue;
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('[inert]')) continue;
      // A group of radio buttons is one stop.
      const group = element.type === 'radio' && scope.querySelectorAll(`input[name="${CSS.escape(element.name)}"]`);
      if ([...(group || [element])].some((one) => one.dataset.reached)) continue;
      found.push(`${element.localName} “${element.textContent.trim().slice(0, 40)}” is never reached with ${scope.role === 'menu' ? 'the arrows' : 'Tab'}`);
    }
    return found;
  });
}

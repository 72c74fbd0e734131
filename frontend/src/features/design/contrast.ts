// Contrast as WCAG 2.2 computes it, from the tokens themselves: /design shows it and a test holds it.

export type Theme = "light" | "dark";
export type Pair = { colour: string; ground: string; minimum: number };

/** 4.5 for words, 3 for the borders of controls and what else has to be told apart. */
export const PAIRS: Pair[] = [
  ...["paper", "surface", "surface-2", "moselle-wash", "mirabelle-wash"].map((ground) => ({
    colour: "ink",
    ground,
    minimum: 4.5,
  })),
  ...["paper", "surface", "surface-2"].map((ground) => ({ colour: "ardoise", ground, minimum: 4.5 })),
  ...["paper", "surface", "moselle-wash", "jaumont"].map((ground) => ({
    colour: "link",
    ground,
    minimum: 4.5,
  })),
  { colour: "link-hover", ground: "paper", minimum: 4.5 },
  { colour: "on-primary", ground: "primary", minimum: 4.5 },
  { colour: "on-primary", ground: "primary-hover", minimum: 4.5 },
  { colour: "on-mirabelle", ground: "mirabelle", minimum: 4.5 },
  { colour: "jaumont-ink", ground: "jaumont", minimum: 4.5 },
  ...["paper", "vosges-wash"].map((ground) => ({ colour: "vosges", ground, minimum: 4.5 })),
  ...["paper", "brique-wash"].map((ground) => ({ colour: "brique", ground, minimum: 4.5 })),
  { colour: "footer-ink", ground: "footer", minimum: 4.5 },
  { colour: "footer-quiet", ground: "footer", minimum: 4.5 },
  ...["paper", "surface"].map((ground) => ({ colour: "line-strong", ground, minimum: 3 })),
  { colour: "primary", ground: "surface", minimum: 3 },
];

/** The colours of tokens.css by name, each as it is in both themes. */
export function colours(css: string): Record<string, Record<Theme, string>> {
  const found: Record<string, Record<Theme, string>> = {};
  const token = /--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}));/g;
  for (const [, name = "", light, dark, both] of css.matchAll(token)) {
    found[name] = { light: light ?? both ?? "", dark: dark ?? both ?? "" };
  }
  return found;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

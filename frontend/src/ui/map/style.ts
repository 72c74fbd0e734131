import type { StyleSpecification } from "maplibre-gl";
import basemap from "./basemap.json?url";

/** What the map is drawn with, from the tokens of the page as they are now. */
const TOKENS = {
  paper: "--map-ground",
  lorraine: "--map-region",
  line: "--line",
  border: "--line-strong",
  river: "--map-river",
  ink: "--ink",
  quiet: "--ardoise",
  surface: "--surface",
  accent: "--mirabelle",
} as const;

export type Palette = Record<keyof typeof TOKENS, string>;

/** A colour of the page as the map can read it, whichever way the style sheet writes it. */
export function colour(element: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  element.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

export function palette(element: HTMLElement): Palette {
  const read = ([name, token]: [string, string]) => [name, colour(element, token)];
  return Object.fromEntries(Object.entries(TOKENS).map(read)) as Palette;
}

/** Drawn by the browser in the site's own typeface: no glyphs are fetched from anywhere. In quotes, for the 3 needs them. */
const FONT = ["'Source Sans 3 Variable'", "sans-serif"];

const only = (layer: string): ["==", ["get", string], string] => ["==", ["get", "layer"], layer];

/** The quiet ground: Lorraine, borders, rivers and the names of cities. What stands on it comes later. */
export function groundStyle(colours: Palette): StyleSpecification {
  return {
    version: 8,
    sources: { ground: { type: "geojson", data: new URL(basemap, location.href).href } },
    layers: [
      { id: "paper", type: "background", paint: { "background-color": colours.paper } },
      {
        id: "lorraine",
        type: "fill",
        source: "ground",
        filter: only("lorraine"),
        paint: { "fill-color": colours.lorraine, "fill-antialias": false },
      },
      {
        id: "within",
        type: "line",
        source: "ground",
        filter: only("within"),
        paint: { "line-color": colours.line, "line-width": 1 },
      },
      {
        id: "border",
        type: "line",
        source: "ground",
        filter: only("border"),
        paint: { "line-color": colours.border, "line-width": 1.2, "line-dasharray": [4, 2.5] },
      },
      {
        id: "river",
        type: "line",
        source: "ground",
        filter: only("river"),
        layout: { "line-cap": "round", "line-join": "round" },
        paint: {
          "line-color": colours.river,
          "line-width": ["interpolate", ["linear"], ["zoom"], 6, 1.2, 11, 3.5],
        },
      },
      {
        id: "city",
        type: "symbol",
        source: "ground",
        filter: ["all", only("city"), ["<=", ["get", "from"], ["zoom"]]],
        layout: {
          "text-field": ["get", "name"],
          "text-font": FONT,
          "text-size": ["interpolate", ["linear"], ["get", "from"], 0, 14, 10, 12],
          "text-padding": 6,
        },
        paint: { "text-color": colours.quiet, "text-halo-color": colours.paper, "text-halo-width": 1.5 },
      },
    ],
  };
}

/** The records, gathered where they would lie on one another, and the one that is pointed at. */
export function recordLayers(colours: Palette, radius: number): StyleSpecification["layers"] {
  const gathered = ["has", "point_count"] as ["has", string];
  return [
    {
      id: "gathered",
      type: "circle",
      source: "records",
      filter: gathered,
      paint: {
        "circle-color": colours.surface,
        "circle-stroke-color": colours.ink,
        "circle-stroke-width": 1.5,
        "circle-radius": [
          "interpolate",
          ["linear"],
          ["sqrt", ["get", "point_count"]],
          1,
          radius + 4,
          14,
          radius + 16,
        ],
      },
    },
    {
      id: "count",
      type: "symbol",
      source: "records",
      filter: gathered,
      layout: {
        "text-field": ["to-string", ["get", "point_count"]],
        "text-font": FONT,
        "text-size": 14,
        "text-allow-overlap": true,
      },
      paint: { "text-color": colours.ink },
    },
    {
      id: "one",
      type: "symbol",
      source: "records",
      filter: ["!", gathered],
      layout: { "icon-image": ["get", "mark"], "icon-allow-overlap": true },
    },
    {
      id: "lit",
      type: "circle",
      source: "lit",
      paint: {
        "circle-color": "rgba(0, 0, 0, 0)",
        "circle-stroke-color": colours.accent,
        "circle-stroke-width": 4,
        "circle-radius": radius + 5,
      },
    },
    {
      id: "lit-rim",
      type: "circle",
      source: "lit",
      paint: {
        "circle-color": "rgba(0, 0, 0, 0)",
        "circle-stroke-color": colours.ink,
        "circle-stroke-width": 1.5,
        "circle-radius": radius + 9,
      },
    },
  ];
}

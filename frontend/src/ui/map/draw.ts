import type { GeoJSONSource, Map as GlMap, MapMouseEvent } from "maplibre-gl";
import maplibre from "maplibre-gl/dist/maplibre-gl-csp.js";
import worker from "maplibre-gl/dist/maplibre-gl-csp-worker.js?url";
import { ownScript } from "~/lib/trusted";
import { m } from "~/paraglide/messages.js";
import { markPixels } from "./marks";
import { colour, groundStyle, palette, recordLayers } from "./style";
import type { Box, MapProps, Place } from "./types";

maplibre.setWorkerUrl(ownScript(worker));

/** What the base map covers; nothing is beyond. */
const ALL: Box = [2.5, 46.9, 9.8, 51.2];
/** Where nothing else says what is shown: Lorraine with its neighbours. */
const HOME: Box = [4.85, 47.75, 7.7, 49.85];
/** Half the width of a mark, in pixels. */
const RADIUS = 10;
/** As near as records are gathered; what still lies together then stands in one place. */
const NEAREST = 15;
/** A move that somebody asked for with a button, as others are told by the event of a hand. */
const ASKED = { asked: true };

const within = ({ longitude, latitude }: Place) =>
  longitude >= ALL[0] && longitude <= ALL[2] && latitude >= ALL[1] && latitude <= ALL[3];

function around(places: Place[]): [number, number, number, number] {
  const there = places.filter(within);
  if (there.length === 0) return [...HOME];
  const east = there.map((place) => place.longitude);
  const north = there.map((place) => place.latitude);
  return [Math.min(...east), Math.min(...north), Math.max(...east), Math.max(...north)];
}

function collection(places: Place[]) {
  return {
    type: "FeatureCollection" as const,
    features: places.map(({ id, longitude, latitude, mark }) => ({
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: [longitude, latitude] },
      properties: { id, mark },
    })),
  };
}

const FIT = { padding: 40, maxZoom: 11 };

function create(container: HTMLElement, { label, places, box }: MapProps): GlMap {
  const gl = new maplibre.Map({
    container,
    style: groundStyle(palette(container)),
    bounds: box ? [...box] : around(places),
    fitBoundsOptions: box ? { padding: 0 } : FIT,
    maxBounds: [...ALL],
    maxZoom: NEAREST + 1,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    cooperativeGestures: true,
    locale: {
      "Map.Title": label,
      "CooperativeGesturesHandler.WindowsHelpText": m.map_zoom_help({ key: "Ctrl" }),
      "CooperativeGesturesHandler.MacHelpText": m.map_zoom_help({ key: "⌘" }),
      "CooperativeGesturesHandler.MobileHelpText": m.map_touch_help(),
    },
  });
  gl.touchZoomRotate.disableRotation();
  gl.keyboard.disableRotation();
  return gl;
}

/** Puts the records on the ground; again after each change of its style. */
function furnish(gl: GlMap, { places, marks, lit }: MapProps) {
  const container = gl.getContainer();
  const colours = palette(container);
  for (const [name, mark] of Object.entries(marks)) {
    const pixels = markPixels(mark, colour(container, mark.token), colours.ink);
    if (pixels && !gl.hasImage(name)) gl.addImage(name, pixels, { pixelRatio: 2 });
  }
  gl.addSource("records", {
    type: "geojson",
    data: collection(places),
    cluster: true,
    clusterRadius: 34,
    clusterMaxZoom: NEAREST,
  });
  gl.addSource("lit", { type: "geojson", data: collection(places.filter((place) => place.id === lit)) });
  for (const layer of recordLayers(colours, RADIUS)) gl.addLayer(layer);
}

/** Opens what lies at a point: a record, or what is gathered there, which parts if it can. */
async function pick(gl: GlMap, x: number, y: number, reach: number, onPick: MapProps["onPick"]) {
  const corners: [[number, number], [number, number]] = [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ];
  const [feature] = gl.queryRenderedFeatures(corners, { layers: ["one", "gathered"] });
  if (!feature) return onPick([]);
  const { id, cluster_id: cluster, point_count: count } = feature.properties;
  if (id) return onPick([id]);
  const source = gl.getSource<GeoJSONSource>("records");
  const zoom = await source?.getClusterExpansionZoom(cluster);
  if (zoom !== undefined && zoom <= NEAREST && feature.geometry.type === "Point") {
    const [longitude = 0, latitude = 0] = feature.geometry.coordinates;
    gl.easeTo({ center: [longitude, latitude], zoom: Math.max(zoom, gl.getZoom() + 0.5) }, ASKED);
    return;
  }
  const leaves = (await source?.getClusterLeaves(cluster, count, 0)) ?? [];
  onPick(leaves.map((leaf) => String(leaf.properties?.id)));
}

function seen(gl: GlMap): Box {
  const bounds = gl.getBounds();
  const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4;
  return [
    round(bounds.getWest()),
    round(bounds.getSouth()),
    round(bounds.getEast()),
    round(bounds.getNorth()),
  ];
}

/** What people do with it. `now` gives what the page says at that moment. */
function listen(gl: GlMap, now: () => MapProps) {
  const canvas = gl.getCanvas();
  for (const layer of ["one", "gathered"]) {
    gl.on("mousemove", layer, (event) => {
      canvas.style.cursor = "pointer";
      now().onLight(event.features?.[0]?.properties.id);
    });
    gl.on("mouseleave", layer, () => {
      canvas.style.cursor = "";
      now().onLight(undefined);
    });
  }
  gl.on("click", ({ point }: MapMouseEvent) => void pick(gl, point.x, point.y, 4, now().onPick));
  // With the keyboard one moves the map beneath its middle, and opens what is there.
  canvas.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") void pick(gl, canvas.clientWidth / 2, canvas.clientHeight / 2, 28, now().onPick);
  });
  // Only where somebody moved it: what follows the address must not write it.
  gl.on("moveend", (event) => {
    if ("originalEvent" in event || "asked" in event) now().onMove?.(seen(gl));
  });
}

export type Drawn = {
  show: (places: Place[]) => void;
  /** As far as all of them go. */
  fit: (places: Place[]) => void;
  light: (places: Place[], lit: string | undefined) => void;
  zoom: (by: number) => void;
  all: (places: Place[]) => void;
  restyle: () => void;
  remove: () => void;
};

export function draw(container: HTMLElement, now: () => MapProps): Drawn {
  const gl = create(container, now());
  let moved = false;
  gl.on("movestart", (event) => {
    moved ||= "originalEvent" in event || "asked" in event;
  });
  // A page may give it its room only after it was drawn.
  gl.on("resize", () => {
    if (!moved && !now().box) gl.fitBounds(around(now().places), { ...FIT, animate: false });
  });
  gl.on("style.load", () => furnish(gl, now()));
  gl.on("idle", () => container.setAttribute("data-drawn", ""));
  listen(gl, now);
  const records = (name: string) => gl.getSource<GeoJSONSource>(name);
  return {
    show: (places) => records("records")?.setData(collection(places)),
    fit: (places) => gl.fitBounds(around(places), FIT),
    light: (places, lit) => records("lit")?.setData(collection(places.filter(({ id }) => id === lit))),
    zoom: (by) => gl.easeTo({ zoom: gl.getZoom() + by }, ASKED),
    all: (places) => gl.fitBounds(around(places), FIT, ASKED),
    restyle: () => gl.setStyle(groundStyle(palette(container)), { diff: false }),
    remove: () => gl.remove(),
  };
}

// Makes the base map of the files in basemap/ (which see): compact GeoJSON that the map draws as it is.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => new URL(path, import.meta.url);
const round = (degrees) => Math.round(degrees * 1e4) / 1e4;

const topology = JSON.parse(readFileSync(at("../basemap/grande_region.topojson"), "utf8"));
const { scale, translate } = topology.transform;

/** The arcs as places: each line once, however many areas it bounds. */
const arcs = topology.arcs.map((arc) => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [round(x * scale[0] + translate[0]), round(y * scale[1] + translate[1])];
  });
});
const [west, south, east, north] = [2.5, 46.9, 9.8, 51.2];

/** How many areas of a layer each arc bounds: two where it lies within, one at the rim. */
function uses(layer) {
  const count = new Map();
  const look = (part) => {
    if (typeof part === "number") {
      const arc = part < 0 ? ~part : part;
      count.set(arc, (count.get(arc) ?? 0) + 1);
    } else for (const one of part) look(one);
  };
  for (const geometry of topology.objects[layer].geometries) look(geometry.arcs);
  return count;
}

const ring = (parts) =>
  parts.flatMap((part, index) => {
    const line = part < 0 ? arcs[~part].toReversed() : arcs[part];
    return index === 0 ? line : line.slice(1);
  });
const area = (geometry) =>
  (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs).map((rings) => rings.map(ring));

const RIM = 0.002;
const onRim = ([x, y]) => x < west + RIM || x > east - RIM || y < south + RIM || y > north - RIM;
/** In kilometres, near enough for these latitudes. */
const apart = ([ax, ay], [bx, by]) => Math.hypot((ax - bx) * 73, (ay - by) * 111);

/** The parts of lines whose points all pass. */
function parts(lines, passes) {
  const found = [];
  for (const line of lines) {
    let run = [];
    for (const point of line) {
      if (passes(point)) run.push(point);
      else {
        if (run.length > 1) found.push(run);
        run = [];
      }
    }
    if (run.length > 1) found.push(run);
  }
  return found;
}

// The layers come from three sources whose borders differ by a kilometre or two: where the finer ones run along a
// border of countries, they are it, and the coarser one is left out.
const countries = [...uses("pays").keys()].map((arc) => arcs[arc]);
const fine = ["departements_fr", "kreise_de"].flatMap((layer) =>
  [...uses(layer)].map(([arc, count]) => ({ line: arcs[arc], inner: count > 1 })),
);
const rims = fine.filter(({ inner }) => !inner).map(({ line }) => line);
const near = (point, lines, kilometres) =>
  lines.some((line) => line.some((other) => apart(point, other) < kilometres));
const isBorder = (line) => line.filter((point) => near(point, countries, 6)).length > line.length / 2;

const borders = [
  ...parts(countries, (point) => !onRim(point) && !near(point, rims, 7)),
  ...rims.filter(isBorder),
];
const within = [
  ...fine.filter(({ inner }) => inner).map(({ line }) => line),
  ...rims.filter((line) => !isBorder(line)),
];
const lorraine = topology.objects.departements_fr.geometries.filter((one) => one.properties.lorraine);

const rows = (path) =>
  readFileSync(at(path), "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) =>
      line.match(/("[^"]*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, "").replace(/^"|"$/g, "")),
    );

/** From which zoom a city of so many people is named. */
const from = (people) =>
  people >= 80_000 ? 0 : people >= 36_000 ? 7.6 : people >= 15_000 ? 8.6 : people >= 7000 ? 9.6 : 10.6;
const city = (name, latitude, longitude, people) => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [round(Number(longitude)), round(Number(latitude))] },
  properties: { layer: "city", name, from: from(people), people },
});
const header = readFileSync(at("../../api/data/communes_lorraine.csv"), "utf8")
  .split("\n")[0]
  .trim()
  .split(",");
const column = (name) => header.indexOf(name);
const cities = [
  ...rows("../basemap/cities_natural_earth.csv").map(([name, , latitude, longitude, people]) =>
    city(name, latitude, longitude, Number(people)),
  ),
  ...rows("../basemap/cities_geonames.csv").map(([, name, , latitude, longitude, people]) =>
    city(name, latitude, longitude, Number(people)),
  ),
  ...rows("../../api/data/communes_lorraine.csv")
    .map((cells) => ["nom", "lat", "lon", "population"].map((name) => cells[column(name)]))
    .filter(([, latitude, , people]) => latitude && Number(people) >= 2500)
    .map(([name, latitude, longitude, people]) => city(name, latitude, longitude, Number(people))),
].sort((a, b) => b.properties.people - a.properties.people);
for (const { properties } of cities) delete properties.people;

const lines = (layer, coordinates) => ({
  type: "Feature",
  geometry: { type: "MultiLineString", coordinates },
  properties: { layer },
});
const rivers = topology.objects.rivieres.geometries.flatMap((river) =>
  (river.type === "LineString" ? [river.arcs] : river.arcs).map(ring),
);

export const basemap = {
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      geometry: { type: "MultiPolygon", coordinates: lorraine.flatMap(area) },
      properties: { layer: "lorraine" },
    },
    lines("river", rivers),
    lines("within", within),
    lines("border", borders),
    ...cities,
  ],
};
export const OUTPUT = fileURLToPath(at("../src/ui/map/basemap.json"));
export const text = `${JSON.stringify(basemap)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(OUTPUT, text);

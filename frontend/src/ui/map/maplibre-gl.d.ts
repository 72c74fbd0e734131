// The build for strict policies, whose worker is a file of its own; its types are those of the package.
declare module "maplibre-gl/dist/maplibre-gl-csp.js" {
  import maplibre from "maplibre-gl";
  export default maplibre;
}

import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { components } from "~/api/schema";
import { type DirectoryFilters, narrowing } from "./queries";

export type OnMap = { id: string; longitude: number; latitude: number } & components["schemas"]["OnMap"];

/** All that has a place, under the filters of the list; moving the map changes nothing of it. */
export const onMapQuery = ({ bbox: _, ...filters }: DirectoryFilters) =>
  queryOptions({
    queryKey: ["organizations", "map", filters],
    queryFn: async (): Promise<OnMap[]> => {
      const query = narrowing(filters);
      const { features } = await unwrap(client.GET("/v1/organizations.geojson", { params: { query } }));
      return features.map(({ id, geometry: { coordinates }, properties }) => {
        const [longitude = 0, latitude = 0] = coordinates;
        return { id, longitude, latitude, ...properties };
      });
    },
    staleTime: 60_000,
  });

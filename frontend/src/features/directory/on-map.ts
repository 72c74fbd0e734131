import { queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import type { components } from "~/api/schema";
import type { DirectoryFilters } from "./filters";
import { narrowing } from "./queries";

export type OnMap = {
  id: string;
  longitude: number;
  latitude: number;
} & components["schemas"]["FeatureProperties"];

/** Only what has a place is in a box, and the whole earth is one. */
const PLACED = "-180,-90,180,90";
/** More could not be told apart, nor drawn in time. */
export const MOST_ON_MAP = 10_000;

/** All that has a place, under the filters of the list; moving the map or sorting the list changes nothing of it. */
export const onMapQuery = ({ bbox: _, near: __, nearby: ___, sort: ____, ...filters }: DirectoryFilters) =>
  queryOptions({
    queryKey: ["organizations", "map", filters],
    queryFn: async (): Promise<OnMap[]> => {
      const query = { ...narrowing(filters), bbox: PLACED, at_most: MOST_ON_MAP };
      const { features } = await unwrap(client.GET("/v1/organizations.geojson", { params: { query } }));
      return features.flatMap(({ id, geometry, properties }) => {
        const [longitude, latitude] = geometry?.coordinates ?? [];
        return longitude === undefined || latitude === undefined
          ? []
          : [{ id, longitude, latitude, ...properties }];
      });
    },
    staleTime: 60_000,
  });

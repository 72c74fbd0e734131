import { useState } from "react";

/** Where somebody is, asked for when they want what is near, and never before. */
export function useLocate(onHere: (place: { latitude: number; longitude: number }) => void) {
  const [locating, setLocating] = useState(false);
  const [failed, setFailed] = useState(false);
  const locate = () => {
    setLocating(true);
    setFailed(false);
    const here = ({ coords }: GeolocationPosition) => {
      setLocating(false);
      onHere(coords);
    };
    const refused = () => {
      setLocating(false);
      setFailed(true);
    };
    if (navigator.geolocation) navigator.geolocation.getCurrentPosition(here, refused, { timeout: 10_000 });
    else refused();
  };
  return { locate, locating, failed };
}

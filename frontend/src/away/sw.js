// The site's service worker. It does one thing: when a page cannot be loaded at all, it shows the page that says so and
// comes back by itself. It stores nothing and answers no other call, so there is nothing in it to be old or private.
// The page stands in this file; another page makes another file, which takes over at once.
const PAGE = "%page%";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => {
  // The browser asks the network while this script is still waking up.
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]));
});

self.addEventListener("fetch", (event) => {
  if (event.request.mode === "navigate" && event.request.method === "GET") event.respondWith(load(event));
});

async function load(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    // A proxy that does not reach the service; the service itself never answers so.
    if (answer.status !== 502 && answer.status !== 504) return answer;
  } catch {
    // No network.
  }
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(PAGE, { status: 503, headers });
}

import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { ApiError, type Change, type FeedPage, type Following, follow } from "./index.js";

type Answer = (response: ServerResponse, url: string) => void;

const change = (modified: number): Change => ({
  state: "deleted",
  kind: "organization",
  id: `record-${modified}`,
  modified,
  revision: 1,
});

const page =
  (next: string, ...items: Change[]): Answer =>
  (response, url) =>
    response.end(JSON.stringify({ items, next: url + next }));

const refusal =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(JSON.stringify({ code: "refused", title: "refused", status }));

/** A feed that gives these answers one after the other, what it was asked for, and how long was waited. */
async function feed(answers: Answer[], read: (start: string, following: Following) => Promise<void>) {
  const asked: IncomingMessage[] = [];
  const rests: number[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const { port } = server.address() as AddressInfo;
    const answer = answers.shift();
    if (answer) answer(response, `http://127.0.0.1:${port}`);
    else refusal(400)(response, "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const rest = async (milliseconds: number) => {
    rests.push(milliseconds);
  };
  try {
    await read(`http://127.0.0.1:${port}/v1/sync/changes?kind=organization`, { token: "secret", rest });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  return { asked: asked.map(({ url, headers }) => [url, headers.authorization]), rests };
}

async function all(pages: AsyncIterable<FeedPage>): Promise<FeedPage[]> {
  const read = [];
  for await (const one of pages) read.push(one);
  return read;
}

const positions = (pages: FeedPage[]) => pages.map(({ items }) => items.map(({ modified }) => modified));

test("pages are followed to the last one, each with where to go on", async () => {
  const { asked } = await feed(
    [page("/f?after=2", change(1), change(2)), page("/f?after=3", change(3)), page("/f?after=3")],
    async (start, following) => {
      const read = await all(follow(start, following));
      assert.deepEqual(positions(read), [[1, 2], [3], []]);
      assert.deepEqual(
        read.map(({ next, last, restarted }) => [new URL(next).search, last, restarted]),
        [
          ["?after=2", false, false],
          ["?after=3", false, false],
          ["?after=3", true, false],
        ],
      );
    },
  );
  assert.deepEqual(asked, [
    ["/v1/sync/changes?kind=organization", "Bearer secret"],
    ["/f?after=2", "Bearer secret"],
    ["/f?after=3", "Bearer secret"],
  ]);
});

test("a live feed goes on after its last page, and tells once that there is no more", async () => {
  const answers = [
    page("/f?after=1", change(1)),
    page("/f?after=1"),
    page("/f?after=1"),
    page("/f?after=2", change(2)),
  ];
  const { rests } = await feed(answers, async (start, following) => {
    const read: FeedPage[] = [];
    for await (const one of follow(start, { ...following, live: true })) {
      read.push(one);
      if (read.length === 3) break;
    }
    assert.deepEqual(positions(read), [[1], [], [2]]);
  });
  assert.equal(rests.length, 2);
  assert.ok(
    rests.every((rest) => rest > 0 && rest <= 5_000),
    `${rests}`,
  );
});

test("while the service is busy or away it waits, as long as it is told or ever longer", async () => {
  const gone: Answer = (response) => response.destroy();
  const answers = [refusal(429, { "Retry-After": "7" }), refusal(503), gone, gone, page("/f?after=0")];
  const { rests } = await feed(answers, async (start, following) => {
    assert.equal((await all(follow(start, following))).length, 1);
  });
  assert.equal(rests[0], 7_000);
  for (const [at, most] of [2_000, 4_000, 8_000].entries()) {
    const rest = rests[at + 1] ?? 0;
    assert.ok(rest >= most / 2 && rest <= most, `${rests}`);
  }
});

test("a cursor that is gone begins anew, and says so", async () => {
  const restart = { Link: '</v1/problems>; rel="help", </f>; rel="restart"' };
  const answers = [refusal(410, restart), page("/f?after=1", change(1)), page("/f?after=1")];
  const { asked } = await feed(answers, async (start, following) => {
    const read = await all(follow(`${start}&after=9`, following));
    assert.deepEqual(
      read.map(({ restarted, last }) => [restarted, last]),
      [
        [true, false],
        [false, true],
      ],
    );
  });
  assert.equal(asked[1]?.[0], "/f");
  // What begins anew and is gone at once does not go round for ever.
  await feed([refusal(410, restart), refusal(410, restart)], async (start, following) => {
    await assert.rejects(
      all(follow(start, following)),
      (error) => error instanceof ApiError && error.status === 410,
    );
  });
});

test("what will not pass is thrown, and a token follows no address to somebody else", async () => {
  for (const [answer, expected] of [
    [refusal(403), { name: "ApiError", status: 403 }],
    [page("/f"), undefined],
    [
      (response: ServerResponse) => response.end('{"items":[],"next":"https://elsewhere.example/"}'),
      /leads away/,
    ],
    [(response: ServerResponse) => response.end("<html>"), { name: "SyntaxError" }],
    [
      (response: ServerResponse) =>
        response.writeHead(410, { Link: '<https://elsewhere.example/>; rel="restart"' }).end(),
      /leads away/,
    ],
  ] as const) {
    await feed([answer], async (start, following) => {
      if (expected) await assert.rejects(all(follow(start, following)), expected);
      else await all(follow(start, following));
    });
  }
  const itself: Answer = (response, url) =>
    response.end(JSON.stringify({ items: [change(1)], next: `${url}/v1/sync/changes?kind=organization` }));
  await feed([itself], async (start, following) => {
    await assert.rejects(all(follow(start, following)), /leads to itself/);
  });
});

test("a signal ends it, also while it waits", { timeout: 10_000 }, async () => {
  await feed([refusal(503, { "Retry-After": "60" })], async (start) => {
    const end = new AbortController();
    const pages = all(follow(start, { signal: end.signal }));
    setTimeout(() => end.abort(new Error("enough")), 50);
    await assert.rejects(pages, /enough/);
  });
});

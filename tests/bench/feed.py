"""What partner regions read: pages of the feed against pgbench with the same SQL, and the snapshot against COPY, in one run.

The snapshot is everything at once: its lines a second stand beside those of `psql` copying the very columns that the service
reads of each record, once as `row_to_json`, once in PostgreSQL's binary format.
"""

import collections
import http.client
import json
import statistics
import subprocess
import time
import urllib.parse

JSON_GOAL, BINARY_GOAL, MEMORY_GOAL = 2.0, 0.7, 50
SNAPSHOT = "/v1/sync/snapshot/organization"
Reading = collections.namedtuple("Reading", "lines seconds bytes memory")


def pages(get):
    """The addresses of all pages, as each names the next."""
    path, known = "/v1/feeds/organization", []
    while path not in known:
        known.append(path)
        after = urllib.parse.urlsplit(json.loads(get(path))["next"])
        path = f"{after.path}?{after.query}"
    return known[:-1]


# By a secret, which a region's own client may not have: a key would have to be signed with.
CLIENT = ("insert into api_clients (id, owner_id, name, test, scopes, allowed_origins, secret_hash) "
          "select gen_random_uuid(), id, 'Bench', true, '{sync:read}', '{}', sha256('secret') from accounts limit 1 returning id")


def token(database, service):
    """Of a machine client that may read the feed."""
    form = {"grant_type": "client_credentials", "client_id": database.sql(CLIENT)[0][0], "client_secret": "secret"}
    connection = service.connect()
    connection.request("POST", "/oauth/token", urllib.parse.urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
    return json.loads(connection.getresponse().read())["access_token"]


def snapshot(service, bearer):
    """Reads all of it as fast as it comes; the memory is what the service took beyond what it had."""
    idle, largest, lines, size, last = service.rss(), 0, 0, 0, b""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    began = time.monotonic()
    connection.request("GET", SNAPSHOT, headers={"Authorization": f"Bearer {bearer}"})
    answer = connection.getresponse()
    while chunk := answer.read1(1 << 18):
        lines, size, last = lines + chunk.count(b"\n"), size + len(chunk), (last + chunk)[-200:]
        largest = max(largest, service.rss())
    seconds = time.monotonic() - began
    if answer.status != 200 or b'"end":true' not in last:
        raise SystemExit(f"bench: the snapshot answered {answer.status} and ended with {last!r}")
    return Reading(lines - 2, seconds, size, largest - idle)


def copied(database, select, options=""):
    """Seconds of psql until the last row is there."""
    began = time.monotonic()
    command = [f"{database.bin}/psql", "-X", "-q", "-c", f"copy ({select}) to stdout {options}"]
    subprocess.run(command, env=database.environment, stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - began


def measure_snapshot(database, service, bearer, columns, say, rounds):
    readings, texts, binaries = [], [], []
    for _ in range(rounds):
        readings.append(snapshot(service, bearer))
        texts.append(copied(database, f"select row_to_json(r) from ({columns}) r"))
        binaries.append(copied(database, columns, "(format binary)"))
    lines = readings[0].lines
    rate = lines / statistics.median(reading.seconds for reading in readings)
    text, binary = lines / statistics.median(texts), lines / statistics.median(binaries)
    memory = max(reading.memory for reading in readings)

    def verdict(good):
        return "met" if good else "MISSED"
    say(f"| {lines:,} records | lines/s | ratio | goal |\n|---|--:|--:|---|")
    say(f"| snapshot, {readings[0].bytes / lines:,.0f} bytes a line | {rate:,.0f} | | memory ≤ {MEMORY_GOAL} MiB beyond idle: {memory:.1f}, {verdict(memory <= MEMORY_GOAL)} |")
    say(f"| COPY of row_to_json | {text:,.0f} | {rate / text:.2f} | ≥ {JSON_GOAL} {verdict(rate / text >= JSON_GOAL)} |")
    say(f"| binary COPY | {binary:,.0f} | {rate / binary:.2f} | ≥ {BINARY_GOAL} {verdict(rate / binary >= BINARY_GOAL)} |")

"""Search, facets and completion with 10,000 records and with 1,000,000, one after the other in one run.

Who looks for something waits for its slowest part, so it is the p99 that is compared; few ask at a time, for a machine that
is full measures its queue.
"""

import random
import urllib.parse

import generated

FEW, MANY, GOAL, CONNECTIONS = 10_000, 1_000_000, 2.0, 4
FACETS = "kinds,sectors,stage,commune,nuts3,country"


def asked(samples):
    """Addresses of each kind of question."""
    chance, words = random.Random(6), generated.vocabulary()
    searches = list(generated.searches(samples))

    def address(path, **query):
        return f"/v1/organizations{path}?{urllib.parse.urlencode(query)}"

    beginnings = [word[:chance.randint(2, len(word))] for word in chance.choices(words + generated.TRADES, k=samples)]
    return {
        "search": [address("", q=q) for q in searches],
        "facets of a search": [address("", q=q, facets=FACETS) for q in searches],
        "facets of a filter": [address("", sectors=chance.choice(generated.SECTORS), facets=FACETS, limit=20) for _ in range(samples)],
        "completion": [address("/suggest", q=q) for q in beginnings],
    }


def measure(database, start, ask, say, samples):
    """`start` gives a service, `ask` its figures for addresses: per second, p50 and p99 in ms."""
    figures = {}
    for first, last in ((0, FEW), (FEW, MANY)):
        database.fill(last - first, first)
        service = start()
        for name, addresses in asked(samples).items():
            figures.setdefault(name, []).append(ask(service, addresses)[:3])
        service.stop()
    say(f"| {CONNECTIONS} connections | p50 ms at {FEW:,} | at {MANY:,} | p99 ms at {FEW:,} | at {MANY:,} | ratio | goal |\n|---|--:|--:|--:|--:|--:|---|")
    for name, ((_, p50, p99), (_, p50_many, p99_many)) in figures.items():
        ratio = p99_many / p99
        say(f"| {name:18} | {p50:.1f} | {p50_many:.1f} | {p99:.1f} | {p99_many:.1f} | {ratio:.2f} | ≤ {GOAL} {'met' if ratio <= GOAL else 'MISSED'} |")

"""`lorntech import` of 100,000 generated lines against SQL that writes the very same rows from a COPY, in one run.

The import is measured first, then the same file again, which changes nothing. What the first one wrote is taken out by
COPY, removed, and put back by plain SQL in one transaction: COPY into a temporary table, then INSERT … SELECT, for each of
the tables that an import writes. Whoever waits for an import waits for all of it, so whole times are compared.
"""

import csv
import json
import os
import resource
import subprocess
import sys
import time

import generated

GOAL, AGAIN_GOAL, MEMORY_GOAL = 0.6, 2.0, 64
TABLES = ["organizations", "organization_identifiers", "imported_records", "import_results", "audit_log", "change_log"]
MINE = {
    "organizations": "source_system = 'bench'",
    "organization_identifiers": "organization_id in (select id from organizations where source_system = 'bench')",
    "imported_records": "system = 'bench'",
    "import_results": "import_id = (select id from imports order by id limit 1)",
    "audit_log": "action in ('organization.created', 'import.advanced')",
    "change_log": "kind in ('organization', 'import')",
}


def luhn(number):
    """The SIREN that begins with these eight digits."""
    total = sum(int(digit) * 2 - 9 * (int(digit) > 4) if place % 2 else int(digit) for place, digit in enumerate(f"{number:08}"))
    return f"{number:08}{-total % 10}"


def write(path, count):
    words = generated.vocabulary()
    with open(path, "w", newline="") as out:
        table = csv.writer(out, delimiter=";")
        table.writerow(["id", "nom", "type", "résumé", "site", "création", "rue", "code postal", "ville", "siren", "lat", "lon"])
        places = [place for place in generated.PLACES if place[4] == "FR"]
        for number in range(count):
            place, _, post, _, _, latitude, longitude = places[number % len(places)]
            trade = generated.TRADES[number % len(generated.TRADES)]
            text = " ".join(words[(number * 7 + step * 13) % len(words)] for step in range(14))
            table.writerow([number, f"{trade} {words[number % len(words)]} {number:06} (généré)", "PME", f"Généré : {text}.",
                            f"genere-{number}.example" if number % 2 else "", f"{number % 28 + 1:02}/03/{1950 + number % 70}",
                            f"{number % 90 + 1} rue {words[number % 97]}", post, place,
                            luhn(number + 30_000_000) if number % 2 else "", f"{latitude:.4f}".replace(".", ","), f"{longitude:.4f}".replace(".", ",")])


MAPPING = {
    "source": {"system": "bench", "name": "Generated for the benchmark", "licence": "EUPL-1.2"},
    "mapping": {"columns": [
        {"from": ["id"], "to": "external_id"}, {"from": ["nom"], "to": "name"}, {"from": ["type"], "to": "kinds"},
        {"from": ["résumé"], "to": "summary"}, {"from": ["site"], "to": "website"}, {"from": ["création"], "to": "founded_on"},
        {"from": ["rue"], "to": "address"}, {"from": ["code postal"], "to": "postal_code"}, {"from": ["ville"], "to": "locality"},
        {"from": ["siren"], "to": "siren"}, {"from": ["lat", "lon"], "to": "coordinates"},
    ]},
}


def imported(binary, folder, url, path, mapping):
    """Seconds and the largest memory in MiB."""
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": url, "LORNTECH_DATA_DIR": folder}
    began = time.monotonic()
    process = subprocess.Popen([binary, "import", path, "--mapping", mapping, "--quiet"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"bench: the import ended with {os.waitstatus_to_exitcode(status)}: {said}")
    return time.monotonic() - began, usage.ru_maxrss / 1024, said.strip().splitlines()[-1]


def reference(database, folder):
    """The same rows from a COPY; seconds."""
    columns = {table: database.sql(f"select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute where attrelid = '{table}'::regclass "
                                   "and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''")[0][0] for table in TABLES}
    for table in TABLES:
        database.sql(f"copy (select {columns[table]} from {table} where {MINE[table]}) to '{folder}/{table}.copy'")
    database.sql("set session_replication_role = replica", *(f"delete from {table} where {MINE[table]}" for table in reversed(TABLES)))
    database.sql("vacuum (full, analyze) organizations", "vacuum analyze", "checkpoint")
    statements = []
    for table in TABLES:
        statements += [f"create temp table t_{table} as select {columns[table]} from {table} limit 0",
                       f"copy t_{table} from '{folder}/{table}.copy'",
                       f"insert into {table} ({columns[table]}) select {columns[table]} from t_{table}"]
    began = time.monotonic()
    database.sql("begin", *statements, "commit")
    return time.monotonic() - began


def measure(binary, folder, database, say, count):
    path, mapping = f"{folder}/import.csv", f"{folder}/mapping.json"
    write(path, count)
    json.dump(MAPPING, open(mapping, "w"))
    database.sql("checkpoint")
    first, memory, said = imported(binary, folder, database.url, path, mapping)
    say(f"first:  {said}")
    again, memory_again, said = imported(binary, folder, database.url, path, mapping)
    say(f"again:  {said}")
    os.chmod(folder, 0o777)  # the server writes there as another user where we are root
    plain = reference(database, folder)
    say(f"| {count:,} lines | seconds | lines/s | memory MiB |\n|---|--:|--:|--:|")
    say(f"| import | {first:.1f} | {count / first:,.0f} | {memory:.0f} |")
    say(f"| the same again | {again:.1f} | {count / again:,.0f} | {memory_again:.0f} |")
    say(f"| reference in SQL | {plain:.1f} | {count / plain:,.0f} | |")

    def verdict(good):
        return "met" if good else "MISSED"
    say(f"ratio {plain / first:.2f} (≥ {GOAL} {verdict(plain / first >= GOAL)}), again {first / again:.1f} times as fast "
        f"(≥ {AGAIN_GOAL} {verdict(first / again >= AGAIN_GOAL)}), memory ≤ {MEMORY_GOAL} MiB {verdict(max(memory, memory_again) <= MEMORY_GOAL)}; "
        f"largest of any child {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MiB")

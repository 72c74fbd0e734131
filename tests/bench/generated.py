"""Organizations that nobody takes for real ones: always the same, varied like those of a directory."""

import json
import random
import uuid

COUNT = 100_000
VOCABULARY = 2_000
TRADES = ["Acier", "Agro", "Atelier", "Bois", "Calcul", "Chimie", "Coton", "Grès", "Design", "Eau", "Énergie", "Forge",
          "Hydrogène", "Image", "Labo", "Logique", "Lumière", "Matière", "Mobile", "Numérique", "Optique", "Papier",
          "Pixel", "Réseau", "Robot", "Santé", "Terre", "Textile", "Verre", "Vapeur"]
PLACES = [("Metz", "57463", "57000", "FRF33", "FR", 49.12, 6.18), ("Nancy", "54395", "54000", "FRF31", "FR", 48.69, 6.18),
          ("Épinal", "88160", "88000", "FRF34", "FR", 48.17, 6.45), ("Bar-le-Duc", "55029", "55000", "FRF32", "FR", 48.77, 5.16),
          ("Thionville", "57672", "57100", "FRF33", "FR", 49.36, 6.17), ("Lunéville", "54329", "54300", "FRF31", "FR", 48.59, 6.5),
          ("Saint-Dié-des-Vosges", "88413", "88100", "FRF34", "FR", 48.29, 6.95), ("Verdun", "55545", "55100", "FRF32", "FR", 49.16, 5.38),
          ("Saarbrücken", None, "66111", "DEC01", "DE", 49.24, 6.99), ("Luxembourg", None, "1111", "LU000", "LU", 49.61, 6.13)]
KINDS = ["startup", "sme", "research_lab", "association", "university", "incubator"]
SECTORS = ["energy", "health", "materials", "digital", "mobility", "agriculture", "industry", "culture"]
COLUMNS = ("id, slug, name, kinds, summary, website, founded_on, postal_code, locality, commune_code, nuts3, country, "
           "latitude, longitude, sectors, territory, stage, status, source_system, source_external_id, source_retrieved_on")


def vocabulary():
    chance = random.Random(1)
    syllables = [first + vowel for first in "bcdfglmnprstv" for vowel in ("a", "e", "i", "o", "ou", "an", "é")]
    words = {"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(3 * VOCABULARY)}
    return sorted(words, key=lambda word: uuid.uuid5(uuid.NAMESPACE_URL, word))[:VOCABULARY]


def organizations(count, first=0):
    """Rows for COPY, in its text format. Few words are frequent, most are rare, as in a language."""
    chance, words = random.Random(2 + first), vocabulary()

    def text(length):
        return " ".join(words[int(VOCABULARY * chance.random() ** 2)] for _ in range(length))

    def array(values):
        return "{" + ",".join(values) + "}"

    for number in range(first, first + count):
        trade, other = chance.sample(TRADES, 2)
        place, commune, post, nuts3, country, latitude, longitude = chance.choice(PLACES)
        kinds = chance.sample(KINDS, chance.choice([1, 1, 1, 2]))
        summary = {"fr": f"Généré : {text(chance.randint(8, 28))}."}
        if number % 4 == 0:
            summary["en"] = f"Generated: {text(10)}."
        row = [uuid.UUID(int=chance.getrandbits(128), version=4), f"genere-{number:06}",
               f"{trade} {other} {text(1)} {number:06} (généré)", array(kinds), json.dumps(summary, ensure_ascii=False),
               f"https://genere-{number}.example" if number % 2 else None, f"{chance.randint(1950, 2025)}-03-01", post, place,
               commune, nuts3, country, latitude, longitude, array(chance.sample(SECTORS, chance.randint(1, 3))), "lorraine",
               "seed" if "startup" in kinds else None, "published", "generated", number, "2026-01-01"]
        yield "\t".join("\\N" if value is None else str(value).replace("\\", "\\\\") for value in row) + "\n"


def searches(count):
    """What people might look for: a word, two words, a word and a place."""
    chance, words = random.Random(3), vocabulary()
    for number in range(count):
        word = words[int(VOCABULARY * chance.random())]
        second = [None, words[int(VOCABULARY * chance.random() ** 2)], chance.choice(PLACES)[0]][number % 3]
        yield f"{word} {second}" if second else word

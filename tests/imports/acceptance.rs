//! Real files, by the mapping that they speak for themselves: each line is a correct record, or it is said exactly why not;
//! and the same file again changes nothing.

use super::{Told, count, file, import, state};
use crate::harness::Database;

/// A file; what its lines are where they do not say it; how many lines it has; how many at least are records at first; and
/// where its records are: south, north, west, east.
struct Case(&'static str, &'static str, usize, usize, Option<[f64; 4]>);

const MAINE_ET_LOIRE: [f64; 4] = [46.9, 47.9, -1.4, 0.3];
const GIRONDE: [f64; 4] = [44.1, 45.6, -1.3, 0.4];
const FRANCE: [f64; 4] = [-21.5, 51.2, -61.9, 55.9];

const CASES: &[Case] = &[
    Case("angers.json", "third_place", 12, 12, Some(MAINE_ET_LOIRE)),
    Case("maine-et-loire.json", "third_place", 30, 24, Some(MAINE_ET_LOIRE)),
    Case("gironde.json", "third_place", 26, 24, Some(GIRONDE)),
    Case("epernay.json", "third_place", 14, 13, Some([48.5, 49.5, 3.3, 5.1])),
    Case("fibre-64.json", "third_place", 10, 10, Some([42.7, 43.7, -1.8, 0.1])),
    Case("la-creuse.json", "third_place", 8, 6, Some([45.6, 46.5, 1.3, 2.7])),
    Case("hub-lo.json", "third_place", 30, 24, Some([46.3, 48.95, 0.0, 3.2])),
    Case("etapes-numerique.json", "public_body", 45, 45, Some(FRANCE)),
    Case("fablabs_tierslieux_bretagne.geojson", "third_place", 30, 28, Some([47.2, 48.95, -5.2, -1.0])),
    Case("ror_grande_region.json", "research_lab", 33, 0, None),
    Case("ilab_laureats.csv", "startup", 82, 35, None),
    Case("etablissements_esr.csv", "training_body", 22, 20, None),
    Case("recherche_entreprises_unites_legales.json", "sme", 18, 15, Some(FRANCE)),
    Case("french_tech_2020.csv", "startup", 63, 63, None),
    Case("french_tech_2021.csv", "startup", 59, 59, None),
    Case("french_tech_2022.csv", "startup", 60, 60, None),
    Case("french_tech_2023.csv", "startup", 57, 57, None),
    Case("french_tech_2024.csv", "startup", 56, 56, None),
    Case("french_tech_2025.csv", "startup", 49, 47, None),
];

/// What is wrong with a line is said with its place, its value and what would be right.
fn check_reasons(name: &str, told: &[Told]) {
    for one in told {
        assert!(one.line > 0, "{name}: {one:?}");
        let Some(problem) = &one.problem else {
            assert!(!matches!(one.outcome.as_str(), "error" | "conflict" | "stale"), "{name}: no reason in {one:?}");
            continue;
        };
        assert!(problem["detail"].as_str().is_some_and(|text| text.len() > 10 && !text.contains('{')), "{name}: {problem}");
        for error in problem["errors"].as_array().unwrap() {
            assert!(error["detail"].as_str().is_some_and(|text| text.len() > 5 && !text.contains('{')), "{name}: {problem}");
            assert!(error["code"].is_string(), "{name}: {problem}");
        }
        if one.outcome == "error" {
            assert!(!problem["errors"].as_array().unwrap().is_empty(), "{name}: {problem}");
        }
    }
}

/// Values, and not only counts: what is in the directory has the form that it has everywhere.
fn check_records(database: &Database, name: &str, system: &str, place: Option<[f64; 4]>) {
    let imported = format!("from organizations o where o.source_system = '{system}'");
    let odd = |what: &str, condition: &str| {
        let rows = database.sql(&format!("select o.name, o::text {imported} and ({condition}) limit 3"));
        assert!(rows.is_empty(), "{name}: {what}: {rows:?}");
    };
    odd(
        "a telephone",
        r"phone !~ '^\+[1-9][0-9]{7,14}$' or country = 'FR' and phone like '+33%' and phone !~ '^\+33[1-9][0-9]{8}$'",
    );
    odd("a postal code", r"country = 'FR' and postal_code !~ '^[0-9]{5}$'");
    odd("a commune", r"commune_code !~ '^([0-9]{2}|2[AB])[0-9]{3}$'");
    odd(
        "a commune of another département",
        "country = 'FR' and length(postal_code) = 5 and postal_code not like '20%' \
        and left(commune_code, 2) <> left(postal_code, 2)",
    );
    odd("a website", r"website !~ '^https?://[^/ ]+\.[^/ ]+'");
    odd(
        "markup or an entity",
        r"concat(name, address, locality, summary ->> 'fr', description ->> 'fr') ~ '<[a-z/]|&(amp|nbsp|#|[a-z]+;)|[\x01-\x08\x80-\x9f]'",
    );
    odd("spaces", r"name <> btrim(name) or name ~ '  ' or address ~ '  '");
    odd("a name that is none", "length(name) < 2 or name ~ '^[0-9.,]+$' or name ~ 'https?:'");
    odd("an address that is none", "address ~ '@'");
    odd("half a position", "(latitude is null) <> (longitude is null)");
    odd(
        "a number of a register that does not hold",
        "exists (select from organization_identifiers i where i.organization_id = o.id \
        and (i.scheme = 'FR-SIREN' and i.value !~ '^[0-9]{9}$' or i.scheme = 'FR-SIRET' and i.value !~ '^[0-9]{14}$'))",
    );
    odd(
        "a SIRET of another SIREN",
        "exists (select from organization_identifiers a join organization_identifiers b using (organization_id) \
        where a.organization_id = o.id and a.scheme = 'FR-SIREN' and b.scheme = 'FR-SIRET' and left(b.value, 9) <> a.value)",
    );
    if let Some([south, north, west, east]) = place {
        odd(
            "a position elsewhere",
            &format!("not (latitude between {south} and {north} and longitude between {west} and {east})"),
        );
        let placed = database.sql(&format!("select count(latitude) * 10 >= count(*) * 9 {imported}"));
        assert_eq!(placed[0][0].as_deref(), Some("t"), "{name}: most have a position");
    }
}

#[test]
fn every_line_of_a_real_file_is_a_record_or_says_why_not_and_twice_changes_nothing() {
    let database = Database::copy();
    for Case(name, kind, lines, records, place) in CASES {
        // A list of each year is a source of its own here, so that one does not stand in for another.
        let system = name.split('.').next().unwrap().replace('_', "-");
        let arguments = ["--kind", kind, "--licence", "essai", "--source", &system];
        // What one file has in common with those before would be offered as a duplicate, which is another test.
        database.sql("delete from organizations where source_system in (select system from imported_records)");
        let (output, told) = import(&database, &file(name), &arguments);
        assert!(matches!(output.status.code(), Some(0 | 2)), "{name}: {}{}", output.out, output.err);
        assert_eq!(told.len(), *lines, "{name}: one result for each line");
        check_reasons(name, &told);
        assert!(count(&told, "created") >= *records, "{name}: {told:?}");
        check_records(&database, name, &system, *place);

        let before = state(&database);
        let (_, again) = import(&database, &file(name), &arguments);
        assert_eq!(again.len(), *lines, "{name}");
        assert_eq!((count(&again, "created"), count(&again, "updated")), (0, 0), "{name}: {again:?}");
        assert_eq!(state(&database), before, "{name}: the second time changed something");
        let wrong = |told: &[Told]| count(told, "error");
        assert_eq!(wrong(&again), wrong(&told), "{name}");
    }
}

#[test]
fn a_company_that_won_in_several_years_is_one_record_with_the_latest_words() {
    let database = Database::copy();
    database.sql("delete from organizations");
    let (_, told) = import(&database, &file("ilab_laureats.csv"), &["--kind", "startup", "--licence", "LO 2.0"]);
    assert!(count(&told, "updated") > 10, "{told:?}");
    let rows = database.sql("select count(*), count(distinct value) from organization_identifiers where scheme = 'FR-SIREN'");
    assert_eq!(rows[0][0], rows[0][1]);
    let latest = "select count(*) from imported_records r join organizations o on o.id = r.organization_id where o.revision > 1 and r.source_revision < 2000";
    assert_eq!(database.sql(latest)[0][0].as_deref(), Some("0"));
    let (_, again) = import(&database, &file("ilab_laureats.csv"), &["--kind", "startup", "--licence", "LO 2.0"]);
    assert!(count(&again, "stale") > 10 && count(&again, "updated") == 0, "{again:?}");
}

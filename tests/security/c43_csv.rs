//! C-43: a file that is opened in a spreadsheet runs nothing.

use crate::harness::App;

const FORMULAS: [&str; 12] = [
    "=1+1",
    "=HYPERLINK(\"http://proie.example\";\"a\")",
    "+1+1",
    "-1+1",
    "@SUM(1;2)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "=cmd|' /C calc'!A0",
    "'=1",
    "=a,\"b\"\nc",
];

#[test]
fn c43_no_cell_of_the_csv_begins_as_a_formula_and_nothing_is_lost() {
    let app = App::start();
    for (number, formula) in FORMULAS.iter().enumerate() {
        let text = formula.replace('\'', "''");
        app.sql(&format!(
            "insert into organizations (id, slug, name, alternate_names, legal_name, kinds, territory, status, locality, country, \
             latitude, longitude, sectors, headcount_range, summary) values (gen_random_uuid(), 'formule-{number}', '{text}', \
             array['{text}'], '{text}', '{{sme}}', 'essai', 'published', '{text}', 'FR', -1.5, -2.5, array['{text}'], '{text}', \
             jsonb_build_object('fr', '{text}'))"
        ));
    }
    let csv = app.anonymous().get("/v1/organizations.csv?territory=essai").expect(200);
    assert!(csv.header("content-type").unwrap().starts_with("text/csv"), "{:?}", csv.headers);
    assert!(csv.header("content-disposition").unwrap().starts_with("attachment"), "{:?}", csv.headers);
    assert_eq!(csv.header("x-content-type-options"), Some("nosniff"));
    let rows: Vec<Vec<String>> = crate::directory::export::cells(&csv.text);
    let at = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    assert_eq!(rows.len(), FORMULAS.len() + 1);
    for row in &rows[1..] {
        let number: usize = row[at("slug")].trim_start_matches("formule-").parse().unwrap();
        for column in ["name", "alternate_names", "legal_name", "locality", "sectors", "headcount_range", "summary_fr"] {
            let cell = &row[at(column)];
            let meant = if matches!(column, "alternate_names" | "sectors") {
                FORMULAS[number].replace('|', "\\|")
            } else {
                FORMULAS[number].to_owned()
            };
            assert_eq!(cell.strip_prefix('\''), Some(meant.as_str()), "{column}");
        }
        // A number is a number.
        assert_eq!((row[at("latitude")].as_str(), row[at("longitude")].as_str()), ("-1.5", "-2.5"));
    }
}

//! Files of the same sort, spoilt in the ways that files are: another encoding, another separator, columns in another
//! order, a spreadsheet's zeros, Lambert-93, several lines in a cell. What they say stays the same.

use std::fs;

use super::{count, import};
use crate::harness::{Database, server};

const HEADER: [&str; 9] = ["Identifiant", "Nom", "Adresse", "Code postal", "Ville", "Téléphone", "SIRET", "x", "y"];

/// Three places of Lorraine, as a careful hand writes them.
const LINES: [[&str; 9]; 3] = [
    ["a1", "Atelier d'Épinal", "12 rue de la Forêt", "88000", "Épinal", "03 29 00 00 01", "35600000063516", "6.45", "48.17"],
    ["a2", "Fabrique\nde Nancy", "3 place Stanislas", "54000", "Nancy", "03 83 00 00 02", "", "6.1766", "48.6966"],
    ["a3", "Œuvre; outils & Cie", "1 quai, bâtiment B", "57000", "Metz", "03 87 00 00 03", "35600000049837", "6.1757", "49.1193"],
];

fn cell(text: &str, separator: char) -> String {
    if text.contains([separator, '\n', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// The table with these columns, in this order.
fn table(separator: char, order: &[usize], change: impl Fn(usize, &str) -> String) -> String {
    let line = |cells: &[String]| {
        cells.iter().map(|text| cell(text, separator)).collect::<Vec<_>>().join(&separator.to_string()) + "\r\n"
    };
    let header: Vec<String> = order.iter().map(|place| HEADER[*place].to_owned()).collect();
    let rows = LINES.iter().map(|row| line(&order.iter().map(|place| change(*place, row[*place])).collect::<Vec<_>>()));
    line(&header) + &rows.collect::<String>()
}

/// Windows-1252 of what it has.
fn windows(text: &str) -> Vec<u8> {
    let byte = |mark: char| match mark {
        'Œ' => 0x8c,
        '’' => 0x92,
        '€' => 0x80,
        mark => u8::try_from(u32::from(mark)).unwrap(),
    };
    text.chars().map(byte).collect()
}

fn whole(_: usize, text: &str) -> String {
    text.to_owned()
}

/// What a spreadsheet does to numbers: zeros at the beginning go, long ones become powers.
fn eaten(place: usize, text: &str) -> String {
    match place {
        5 => text.replace(' ', "").trim_start_matches('0').to_owned(),
        6 if text.len() == 14 => format!("{},{}E+13", &text[..1], &text[1..]),
        7 | 8 => text.replace('.', ","),
        _ => text.to_owned(),
    }
}

#[test]
fn the_same_list_says_the_same_however_it_is_written() {
    let straight: Vec<usize> = (0..9).collect();
    let turned: Vec<usize> = (0..9).rev().collect();
    let lambert = |place: usize, text: &str| match (place, text) {
        // Made by the formulas the other way, to a decimetre.
        (7, "6.45") => "956392,6".to_owned(),
        (8, "48.17") => "6791117,5".to_owned(),
        (7, "6.1766") => "933731,6".to_owned(),
        (8, "48.6966") => "6848752,4".to_owned(),
        (7, "6.1757") => "931775,6".to_owned(),
        (8, "49.1193") => "6895716,2".to_owned(),
        (_, text) => text.to_owned(),
    };
    let utf16 = |text: &str| [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect::<Vec<u8>>();
    let variants: Vec<(&str, Vec<u8>)> = vec![
        ("as it is", table(',', &straight, whole).into_bytes()),
        ("with a mark", format!("\u{feff}{}", table(';', &straight, whole)).into_bytes()),
        ("Windows-1252", windows(&table(';', &straight, whole))),
        ("UTF-16", utf16(&table('\t', &straight, whole))),
        ("columns turned round", table('|', &turned, whole).into_bytes()),
        ("a spreadsheet's numbers", table(';', &straight, eaten).into_bytes()),
        ("Lambert-93", table(';', &turned, lambert).into_bytes()),
    ];
    let folder = server().new_folder();
    let path = folder.join("liste.csv").to_string_lossy().into_owned();
    let mut said = vec![];
    let database = Database::copy();
    for (what, bytes) in &variants {
        database.sql("delete from organizations where source_system = 'liste'");
        fs::write(&path, bytes).unwrap();
        let (output, told) = import(&database, &path, &["--kind", "association", "--licence", "essai"]);
        assert_eq!(output.status.code(), Some(0), "{what}: {}{}", output.out, output.err);
        assert_eq!((told.len(), count(&told, "created")), (3, 3), "{what}: {told:?}");
        let rows = database.sql(
            "select source_external_id, name, address, postal_code, locality, phone, round(latitude::numeric, 3), \
             round(longitude::numeric, 3), (select string_agg(value, ',' order by value) from organization_identifiers \
             where organization_id = o.id) from organizations o where source_system = 'liste' order by 1",
        );
        said.push((*what, rows));
    }
    fs::remove_dir_all(folder).unwrap();
    let first = &said[0].1;
    let of = |row: usize, column: usize| first[row][column].as_deref();
    assert_eq!(
        (of(0, 1), of(1, 1), of(2, 1)),
        (Some("Atelier d'Épinal"), Some("Fabrique de Nancy"), Some("Œuvre; outils & Cie"))
    );
    assert_eq!(
        (of(0, 5), of(0, 6), of(0, 7), of(0, 8)),
        (Some("+33329000001"), Some("48.170"), Some("6.450"), Some("35600000063516"))
    );
    for (what, rows) in &said[1..] {
        assert_eq!(rows, first, "{what}");
    }
}

#[test]
fn a_line_that_is_spoilt_alone_is_named_and_the_others_are_imported() {
    let text = "id;nom;siren;site;cp\n1;Bonne;552100554;a.fr;57000\n2;;;;\n3;Mauvais numéro;552100555;en ligne;5700\n4;Trop;;;57000;de;cellules\n";
    let folder = server().new_folder();
    let path = folder.join("odd.csv").to_string_lossy().into_owned();
    fs::write(&path, text).unwrap();
    let database = Database::copy();
    let before = super::state(&database);
    let dry = import(&database, &path, &["--kind", "association", "--licence", "essai", "--dry-run"]);
    assert_eq!(super::state(&database), before, "a dry run changes nothing");
    let real = import(&database, &path, &["--kind", "association", "--licence", "essai"]);
    for (output, told) in [dry, real] {
        assert_eq!(output.status.code(), Some(2), "{}", output.err);
        let outcomes: Vec<&str> = told.iter().map(|told| told.outcome.as_str()).collect();
        assert_eq!(outcomes, ["created", "error", "created", "error"], "{told:?}");
        assert_eq!(told.iter().map(|told| told.line).collect::<Vec<_>>(), [2, 3, 4, 5]);
        let codes = |place: usize| -> Vec<(String, String, String)> {
            let errors = told[place].problem.as_ref().unwrap()["errors"].as_array().unwrap().clone();
            errors
                .iter()
                .map(|e| [&e["member"], &e["code"], &e["value"]].map(|v| v.as_str().unwrap_or_default().to_owned()).into())
                .collect()
        };
        let of = |member: &str, code: &str, value: &str| (member.to_owned(), code.to_owned(), value.to_owned());
        assert_eq!(codes(1), [of("name", "required", "")]);
        let noted = codes(2);
        for expected in [of("siren", "invalid_checksum", "552100555"), of("website", "invalid_url", "en ligne")] {
            assert!(noted.contains(&expected), "{noted:?}");
        }
        assert_eq!(codes(3), [of("", "too_many_cells", "")]);
        assert_eq!(told[2].name, "Mauvais numéro");
    }
    fs::remove_dir_all(folder).unwrap();
}

//! The file of a copy: one JSON document for programs, a table of each part for people, and a page that explains both.

use std::io::{Cursor, Write};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{catalogue::Table, model::PersonalColumn};
use crate::error::{Language, Words};

/// One table with the rows about somebody.
pub struct Part {
    pub table: Table,
    pub rows: Vec<Map<String, Value>>,
}

/// Bytes of documents in a copy.
const DOCUMENTS: usize = 200 << 20;

/// The parts as a ZIP file.
pub fn pack(
    parts: &[Part],
    documents: impl Iterator<Item = (String, Vec<u8>)>,
    language: Language,
    now: DateTime<Utc>,
) -> Result<Vec<u8>, String> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut put = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).map_err(|error| error.to_string())?;
        zip.write_all(bytes).map_err(|error| error.to_string())
    };
    put("README.txt", README.say(language, &[]).as_bytes())?;
    put("data.json", &serde_json::to_vec_pretty(&document(parts, now)).map_err(|error| error.to_string())?)?;
    for part in parts.iter().filter(|part| !part.rows.is_empty()) {
        put(&format!("tables/{}.csv", part.table.name), &sheet(&part.rows)?)?;
    }
    // A copy is kept as a whole: what does not fit stands in its table, and is to be had from its request.
    let mut room = DOCUMENTS;
    for (name, bytes) in documents {
        if bytes.len() <= room {
            room -= bytes.len();
            put(&format!("documents/{name}"), &bytes)?;
        }
    }
    Ok(zip.finish().map_err(|error| error.to_string())?.into_inner())
}

fn document(parts: &[Part], now: DateTime<Utc>) -> Value {
    let columns = |columns: &[PersonalColumn]| serde_json::to_value(columns).unwrap_or_default();
    let part = |Part { table, rows }: &Part| {
        serde_json::json!({
            "table": table.name,
            "about": table.about,
            "personal_columns": columns(&table.columns),
            "not_given": table.withheld().map(|column| column.name.as_str()).collect::<Vec<_>>(),
            "rows": rows,
        })
    };
    serde_json::json!({ "made_at": now, "tables": parts.iter().map(part).collect::<Vec<_>>() })
}

/// A table that spreadsheets open as it is: with a mark for UTF-8, and without a cell that they would run.
fn sheet(rows: &[Map<String, Value>]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let names: Vec<&String> = rows.first().map(|row| row.keys().collect()).unwrap_or_default();
    writer.write_record(&names).map_err(|error| error.to_string())?;
    for row in rows {
        let cells = names.iter().map(|name| cell(row.get(*name).unwrap_or(&Value::Null)));
        writer.write_record(cells).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

const README: Words = Words {
    fr: "Vos données sur LORnTECH (articles 15 et 20 du RGPD)\n\n\
        data.json : tout, tel que nous le conservons, avec pour chaque colonne sa finalité et sa durée.\n\
        tables/ : les mêmes données en tableaux CSV (UTF-8, virgules). Une apostrophe précède un texte qu’un tableur prendrait pour une formule.\n\
        documents/ : les fichiers de vos demandes, jusqu’à 200 Mo ; les autres se téléchargent depuis leur demande.\n\n\
        Deux sortes de colonnes sont nommées sans être données : les secrets (mot de passe haché et semblables), plus sûrs où ils sont, et les copies précédentes. Ce qui concerne d’autres personnes est laissé vide.\n\
        Le fichier disparaît de nos serveurs au bout de 7 jours.\n",
    de: "Ihre Daten bei LORnTECH (Artikel 15 und 20 DSGVO)\n\n\
        data.json: alles, wie wir es speichern, mit Zweck und Dauer jeder Spalte.\n\
        tables/: dieselben Daten als CSV-Tabellen (UTF-8, Kommas). Ein Apostroph steht vor Text, den eine Tabellenkalkulation für eine Formel hielte.\n\
        documents/: die Dateien Ihrer Anfragen, bis 200 MB; die übrigen laden Sie bei ihrer Anfrage herunter.\n\n\
        Zwei Arten von Spalten werden genannt, aber nicht mitgegeben: Geheimnisse (der Hash des Passworts und Ähnliches), die dort sicherer sind, wo sie sind, und frühere Kopien. Was andere Personen betrifft, bleibt leer.\n\
        Die Datei verschwindet nach 7 Tagen von unseren Servern.\n",
    en: "Your data at LORnTECH (articles 15 and 20 of the GDPR)\n\n\
        data.json: all of it as we keep it, with the purpose and the retention of each column.\n\
        tables/: the same data as CSV tables (UTF-8, commas). An apostrophe stands before text that a spreadsheet would take for a formula.\n\
        documents/: the files of your requests, up to 200 MB; the others are to be had from their request.\n\n\
        Two kinds of columns are named and not given: secrets (the hash of the password and the like), which are safer where they are, and earlier copies. What is about other people is left empty.\n\
        The file is gone from our servers after 7 days.\n",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_value_is_there() {
        let row = |text: &str| serde_json::json!({ "a": text, "b": 7, "c": null, "d": ["x", "y"] });
        let rows: Vec<Map<String, Value>> =
            ["=1+1", "plain, with \"marks\"", "+33"].iter().filter_map(|text| row(text).as_object().cloned()).collect();
        let text = String::from_utf8(sheet(&rows).expect("a table")).expect("UTF-8");
        let expected = "\u{feff}a,b,c,d\n'=1+1,7,,\"[\"\"x\"\",\"\"y\"\"]\"\n\
            \"plain, with \"\"marks\"\"\",7,,\"[\"\"x\"\",\"\"y\"\"]\"\n'+33,7,,\"[\"\"x\"\",\"\"y\"\"]\"\n";
        assert_eq!(text, expected);
    }
}

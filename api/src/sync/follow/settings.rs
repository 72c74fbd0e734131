//! The partner regions that are followed, as a file names them.

use std::{collections::HashSet, path::Path};

use super::partner::{Credentials, Partner, PartnerSettings};

const NAME: &str = "LORNTECH_PARTNERS (--partners)";

/// Reads the file; whatever is wrong with it is added to what is wrong, and no value is quoted: it may be a secret.
pub fn read(file: &Path, wrong: &mut Vec<String>) -> Vec<PartnerSettings> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            wrong.push(format!("{NAME} names {}, which cannot be read: {error}", file.display()));
            return vec![];
        }
    };
    let list: Vec<PartnerSettings> = match serde_json::from_str(&text) {
        Ok(list) => list,
        Err(error) => {
            let (file, line) = (file.display(), error.line());
            wrong.push(format!("{NAME}: {file} is not the list of partners that docs/sync.md shows (line {line})"));
            return vec![];
        }
    };
    let mut seen = HashSet::new();
    for partner in &list {
        let name = partner.authority.name();
        if !seen.insert(name) {
            wrong.push(format!("{NAME}: {name} stands twice"));
        }
        if matches!(partner.credentials, Credentials::None) {
            wrong.push(format!("{NAME}: {name} has no credentials: client_secret or private_key_file with client_id, or token"));
        }
        if let Err(error) = Partner::new(partner.clone()) {
            wrong.push(format!("{NAME}: {error}"));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<String> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("written");
        let mut wrong = vec![];
        read(file.path(), &mut wrong);
        wrong
    }

    #[test]
    fn what_is_wrong_with_the_file_is_said_without_its_secrets() {
        let lu =
            r#"{"authority": "lu", "url": "https://lu.example", "client_id": "1", "credentials": {"client_secret": "geheim"}}"#;
        assert_eq!(wrong(&format!("[{lu}]")), Vec::<String>::new());
        for (text, part) in [
            (format!("[{lu}, {lu}]"), "stands twice"),
            (format!("[{}]", lu.replace("https", "http")), "must be https"),
            (format!("[{}]", lu.replace("lu\"", "mars\"")), "not the list"),
            (r#"[{"authority": "lu", "url": "https://lu.example"}]"#.to_owned(), "no credentials"),
        ] {
            let said = wrong(&text);
            assert!(said.len() == 1 && said[0].contains(part) && !said[0].contains("geheim"), "{said:?}");
        }
    }
}

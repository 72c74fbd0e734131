//! What somebody consents to, in the very words that they are shown. The log keeps a hash of them, so words are never
//! mended: another sentence is another text, which has to be consented to anew.

use sha2::{Digest, Sha256};

use super::model::ConsentPurpose;
use crate::error::{Language, Words};

fn words(purpose: ConsentPurpose) -> Words {
    match purpose {
        ConsentPurpose::DirectoryContact => Words {
            fr: "J’accepte que mon nom et mon adresse électronique figurent sur les fiches publiées des organisations dont je m’occupe. Tout le monde peut les lire, y compris les programmes qui utilisent l’API.",
            de: "Ich bin einverstanden, dass mein Name und meine E-Mail-Adresse auf den veröffentlichten Seiten der Organisationen stehen, um die ich mich kümmere. Alle können sie lesen, auch Programme, die die API nutzen.",
            en: "I agree that my name and my e-mail address stand on the published pages of the organizations that I look after. Everybody can read them, and so can programs that use the API.",
        },
    }
}

pub fn text(purpose: ConsentPurpose, language: Language) -> String {
    words(purpose).say(language, &[])
}

pub fn hash(purpose: ConsentPurpose, language: Language) -> Vec<u8> {
    Sha256::digest(text(purpose, language).as_bytes()).to_vec()
}

/// The language of the words with this hash, if they are those of today.
pub fn shown(purpose: ConsentPurpose, hash_shown: &str) -> Option<Language> {
    [Language::Fr, Language::De, Language::En].into_iter().find(|language| hex(&hash(purpose, *language)) == hash_shown)
}

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

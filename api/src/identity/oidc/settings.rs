//! The providers of OpenID Connect, as a file names them.

use std::{collections::HashSet, path::Path, sync::Arc};

use openidconnect::{ClientId, ClientSecret, IssuerUrl};
use serde::Deserialize;

use super::provider::Provider;
use crate::config::is_loopback;

const NAME: &str = "LORNTECH_OIDC_PROVIDERS (--oidc-providers)";
/// Shorter secrets are typed by people, or examples.
const SHORTEST_SECRET: usize = 16;

/// A provider of OpenID Connect with which we are registered.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Stands in addresses, also in the one that people come back to, which the provider knows.
    pub id: String,
    pub name: String,
    pub issuer: IssuerUrl,
    pub client_id: ClientId,
    /// Its `Debug` shows nothing of it.
    pub client_secret: ClientSecret,
    /// Beside `openid`.
    #[serde(default = "email_and_profile")]
    pub scopes: Vec<String>,
    /// What it says of somebody must be a signed token: plain JSON is refused.
    #[serde(default)]
    pub signed_userinfo: bool,
    /// It lets nobody in whose address it has not seen, and so says nothing about that (`email_verified`).
    #[serde(default)]
    pub emails_are_verified: bool,
}

fn email_and_profile() -> Vec<String> {
    vec!["email".to_owned(), "profile".to_owned()]
}

/// Reads the file; whatever is wrong with it is added to what is wrong.
pub fn read(file: &Path, wrong: &mut Vec<String>) -> Vec<Arc<Provider>> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            wrong.push(format!("{NAME} names {}, which cannot be read: {error}", file.display()));
            return vec![];
        }
    };
    let list: Vec<ProviderSettings> = match parse(&text) {
        Ok(list) => list,
        Err(error) => {
            wrong.push(format!("{NAME}: {} is not the list of providers that docs/settings.md shows: {error}", file.display()));
            return vec![];
        }
    };
    let mut seen = HashSet::new();
    for provider in &list {
        let twice = !seen.insert(provider.id.clone()) || !seen.insert(provider.issuer.to_string());
        let found = twice.then_some("its id or its issuer stands twice: name each provider once").into_iter();
        wrong.extend(found.chain(faults(provider)).map(|fault| format!("{NAME}, provider “{}”: {fault}", provider.id)));
    }
    list.into_iter().map(|settings| Arc::new(Provider::new(settings))).collect()
}

/// The error never quotes a value: it may be the secret.
fn parse(text: &str) -> Result<Vec<ProviderSettings>, String> {
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(text)).map_err(|error| {
        let (path, error) = (error.path().to_string(), error.into_inner());
        let words = error.to_string();
        let named = ["missing field", "unknown field"].iter().any(|start| words.starts_with(start));
        if named { words } else { format!("{path} is not what belongs there (line {})", error.line()) }
    })
}

fn faults(provider: &ProviderSettings) -> impl Iterator<Item = &'static str> {
    let ProviderSettings { id, name, issuer, client_id, client_secret, scopes, .. } = provider;
    let slug = |text: &str| {
        !text.is_empty() && text.len() <= 40 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let url = issuer.url();
    let secure = url.scheme() == "https" || (url.scheme() == "http" && url.host_str().is_some_and(is_loopback));
    let secret = client_secret.secret();
    [
        (slug(id), "id must be 1 to 40 small letters, digits and hyphens"),
        ((1..=60).contains(&name.trim().chars().count()), "name must have 1 to 60 characters: it stands on the button"),
        (secure, "issuer must be https: only a provider on this machine may do without"),
        (url.query().is_none() && url.fragment().is_none(), "issuer must be an address without ? and #"),
        (!client_id.is_empty(), "client_id is empty: give the one that the provider has assigned"),
        (
            secret.len() >= SHORTEST_SECRET && !secret.contains("changeme"),
            "client_secret must be the one that the provider has assigned, of at least 16 characters",
        ),
        (
            scopes.iter().all(|scope| !scope.is_empty() && scope.bytes().all(|b| b.is_ascii_graphic())),
            "scopes must be words without spaces",
        ),
    ]
    .into_iter()
    .filter_map(|(good, fault)| (!good).then_some(fault))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(member: &str, value: &str) -> Vec<String> {
        let mut provider = serde_json::json!({
            "id": "essai", "name": "Essai", "issuer": "https://fournisseur.example", "client_id": "lorntech",
            "client_secret": "0123456789abcdef0123456789abcdef"
        });
        provider[member] = serde_json::from_str(value).expect("JSON");
        if provider[member].is_null() {
            provider.as_object_mut().expect("an object").remove(member);
        }
        let file = std::env::temp_dir().join(format!("lorntech-providers-{}-{member}", std::process::id()));
        std::fs::write(&file, serde_json::json!([provider]).to_string()).expect("a file");
        let mut wrong = vec![];
        read(&file, &mut wrong);
        let _ = std::fs::remove_file(&file);
        wrong
    }

    #[test]
    fn each_wrong_setting_is_named_in_a_sentence_that_tells_no_secret() {
        assert!(wrong("name", "\"ProConnect\"").is_empty());
        assert!(wrong("issuer", "\"http://127.0.0.1:3000\"").is_empty());
        for (member, value, words) in [
            ("issuer", "\"http://fournisseur.example\"", "issuer must be https"),
            ("issuer", "\"https://fournisseur.example/?a\"", "without ?"),
            ("issuer", "\"nowhere\"", "[0].issuer is not what belongs there"),
            ("id", "\"Pro Connect\"", "id must be"),
            ("name", "\" \"", "name must have"),
            ("client_id", "\"\"", "client_id is empty"),
            ("client_secret", "null", "missing field `client_secret`"),
            ("client_secret", "\"hunter2\"", "client_secret must be"),
            ("client_secret", "987654321987654321", "client_secret is not what belongs there"),
            ("scopes", "[\"a b\"]", "scopes must be"),
            ("secret", "\"x\"", "unknown field `secret`"),
        ] {
            let wrong = wrong(member, value);
            assert!(wrong.len() == 1 && wrong[0].contains(words), "{member} {value}: {wrong:?}");
            assert!(!wrong[0].contains("hunter2") && !wrong[0].contains("98765"), "{wrong:?}");
        }
    }
}

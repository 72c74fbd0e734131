//! The private PostgreSQL of an installation without a server of its own: its cluster, two roles, one database.

use std::path::Path;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use lorntech_postgres::{Cluster, Durability, Options, SUPERUSER};

use super::migrate::{connect, said};
use crate::clock;

const DATABASE: &str = "lorntech";
const OWNER: &str = "lorntech_owner";
const RUNTIME: &str = "lorntech_app";

/// A running cluster and the ways into it. It stops when this is dropped.
pub struct Private {
    pub cluster: Cluster,
    /// For the service: may read and write rows.
    pub url: String,
    /// For migrations: owns the tables.
    pub owner_url: String,
}

/// Starts the cluster. The roles get new passwords each time, which nobody needs to keep.
pub async fn start(data_dir: &Path) -> Result<Private, String> {
    let options = Options { root: data_dir.join("postgres"), durability: Durability::Durable, settings: settings() };
    let cluster = tokio::task::spawn_blocking(move || Cluster::start(options)).await;
    let cluster = cluster.map_err(|error| error.to_string())?.map_err(|error| error.to_string())?;
    let superuser = connect(&cluster.url(SUPERUSER, cluster.superuser_password(), "postgres")).await?;
    let mut urls = vec![];
    for role in [OWNER, RUNTIME] {
        let password = URL_SAFE_NO_PAD.encode(clock::random::<24>());
        let statement = format!(
            "do $$ begin if not exists (select from pg_roles where rolname = '{role}') then create role {role}; end if; end $$; \
             alter role {role} login nosuperuser nocreatedb nocreaterole nobypassrls password '{password}'"
        );
        superuser.batch_execute(&statement).await.map_err(|error| said(&error))?;
        urls.push(cluster.url(role, Some(&password), DATABASE));
    }
    let exists = superuser.query_opt("select from pg_database where datname = $1", &[&DATABASE]).await;
    if exists.map_err(|error| said(&error))?.is_none() {
        superuser.batch_execute(&format!("create database {DATABASE} owner {OWNER}")).await.map_err(|error| said(&error))?;
    }
    let [owner_url, url] = <[String; 2]>::try_from(urls).map_err(|_| "two roles were to be made".to_owned())?;
    Ok(Private { cluster, url, owner_url })
}

/// Sized for the two cores and the little memory of a small machine.
fn settings() -> Vec<(String, String)> {
    [
        ("shared_buffers", "128MB"),
        ("max_connections", "100"),
        ("effective_cache_size", "1GB"),
        ("random_page_cost", "1.1"),
        ("jit", "off"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

/// The secret of an installation with a private PostgreSQL, made at its first start.
pub fn kept_secret(data_dir: &Path) -> Result<Vec<u8>, String> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let file = data_dir.join("secret");
    let failed = |what: &str, error: std::io::Error| format!("the secret cannot be {what} in {}: {error}", data_dir.display());
    match std::fs::read(&file) {
        Ok(secret) if secret.len() >= 32 => Ok(secret),
        Ok(_) => Err(format!("{} is cut short: restore it from a backup", file.display())),
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed("read", error)),
        Err(_) => {
            let secret: [u8; 32] = clock::random();
            std::fs::create_dir_all(data_dir).map_err(|error| failed("kept", error))?;
            let unfinished = data_dir.join("secret.unfinished");
            let mut options = std::fs::OpenOptions::new();
            let mut out = options
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&unfinished)
                .map_err(|error| failed("kept", error))?;
            out.write_all(&secret).and_then(|()| out.sync_all()).map_err(|error| failed("kept", error))?;
            std::fs::rename(&unfinished, &file).map_err(|error| failed("kept", error))?;
            Ok(secret.to_vec())
        }
    }
}

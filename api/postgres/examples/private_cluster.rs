//! Runs a durable private PostgreSQL until its input ends:
//! `cargo run --example private_cluster -- DIRECTORY`

use std::{io, process::ExitCode};

use lorntech_postgres::{Cluster, Durability, Error, Options, SUPERUSER};

fn main() -> ExitCode {
    let Some(root) = std::env::args_os().nth(1) else {
        eprintln!("usage: private_cluster DIRECTORY");
        return ExitCode::FAILURE;
    };
    match run(root.into()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(root: std::path::PathBuf) -> Result<(), Error> {
    let cluster = Cluster::start(Options { root, durability: Durability::Durable, settings: Vec::new() })?;
    println!("{}", cluster.url(SUPERUSER, cluster.superuser_password(), SUPERUSER));
    // However reading ends, so does the cluster.
    let _ = io::copy(&mut io::stdin(), &mut io::sink());
    cluster.stop()
}

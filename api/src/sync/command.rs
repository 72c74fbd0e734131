//! `lorntech sync`: following partner regions, and looking at feeds.

use std::process::ExitCode;

use clap::Subcommand;

use super::{
    check::{self, CheckArgs},
    follow::{self, FollowArgs},
};

#[derive(Subcommand)]
pub enum Command {
    /// Keep the records of a partner region in step with its instance
    #[command(
        after_help = "The client there is named by the environment: LORNTECH_SYNC_CLIENT_ID with LORNTECH_SYNC_CLIENT_SECRET or
LORNTECH_SYNC_PRIVATE_KEY (a file), or LORNTECH_SYNC_TOKEN.

Examples:
  lorntech sync follow https://lu.example --authority lu --once --dry-run
  lorntech sync follow https://lu.example --authority lu

The exit is 0 when everything is in step, 3 when somebody has to allow removals first, 1 when the partner could not be followed."
    )]
    Follow(FollowArgs),
    /// Look whether a feed, its snapshot and its digests keep what the protocol promises
    #[command(
        after_help = "The client there is named as for `lorntech sync follow`; it needs the scope sync:read. Nothing is changed, and no database is
needed.

Examples:
  lorntech sync check https://lu.example
  lorntech sync check https://lu.example --json > check.json

The exit is 0 when nothing is wrong, 1 when something is, line by line, or when the feed cannot be read."
    )]
    Check(CheckArgs),
}

pub async fn run(command: Command) -> Result<ExitCode, String> {
    match command {
        Command::Follow(args) => follow::command(args).await,
        Command::Check(args) => check::run(args).await,
    }
}

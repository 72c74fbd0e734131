//! `lorntech`: the service, its worker and its tools.

mod admin;
mod answer_templates;
mod api_clients;
mod audit;
mod auth;
mod bookings;
mod candidacies;
mod catalog;
mod claims;
mod clock;
mod config;
mod db;
mod directory;
mod documents;
mod drafts;
mod error;
mod follow;
mod hsds;
mod http;
mod identity;
mod ids;
mod imports;
mod indicators;
mod invitations;
mod label_programmes;
mod logs;
mod mail;
mod members;
mod memory;
mod notifications;
mod oauth;
mod objectives;
mod observations;
mod openapi;
mod pages;
mod picture;
mod privacy;
mod projects;
mod proposals;
mod reference;
mod routes;
mod saved_searches;
mod scan;
mod seed;
mod serve;
mod service_requests;
mod spaces;
mod state;
mod statistics;
mod sync;
mod totems;
mod webhooks;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use config::{DatabaseArgs, ServiceArgs};

/// The digital platform of the Lorraine tech ecosystem
#[derive(Parser)]
#[command(version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  lorntech serve --demo                      everything on this machine, with demonstration accounts
  lorntech serve --port 0                    on a free port, which is printed
  lorntech openapi --format json             the contract, for a client generator
  lorntech admin create-account --email you@example.org --name 'You' --role moderator

Every setting can also be given by the environment; `lorntech serve --help` names the variables.";

#[derive(Subcommand)]
enum Command {
    /// Serve the API and the site, and work off what waits
    #[command(after_help = "Example: lorntech serve --demo --port 8080")]
    Serve {
        #[command(flatten)]
        args: Box<ServiceArgs>,
        /// Leave mails and upkeep to `lorntech worker`
        #[arg(long)]
        no_worker: bool,
    },
    /// Send mails and do the upkeep, without serving
    #[command(after_help = "Example: DATABASE_URL=… LORNTECH_SECRET=… lorntech worker")]
    Worker {
        #[command(flatten)]
        args: Box<ServiceArgs>,
    },
    /// Bring the database to this program's version
    #[command(after_help = "Example: LORNTECH_OWNER_DATABASE_URL=postgres://… lorntech migrate")]
    Migrate {
        #[command(flatten)]
        args: DatabaseArgs,
    },
    /// Write the reference lists, the four Totems, the candidacy and the directory; what is there stays
    #[command(after_help = "Example: DATABASE_URL=postgres://… lorntech seed")]
    Seed {
        #[command(flatten)]
        args: DatabaseArgs,
    },
    /// Import a file of others into the directory, with what became of each line
    #[command(after_help = "Examples:
  lorntech import fablabs.geojson --licence 'CC BY 4.0' --kind fablab --dry-run
  lorntech import liste.csv --show-mapping > liste.mapping.json
  lorntech import liste.csv --mapping liste.mapping.json --results resultats.csv

The exit is 0 when every line is a record, 2 when some are not (and it is said why), 1 when the file cannot be imported.")]
    Import {
        #[command(flatten)]
        args: Box<imports::command::ImportArgs>,
    },
    /// Print the OpenAPI document
    #[command(after_help = "Example: lorntech openapi > openapi.yaml")]
    Openapi {
        #[arg(long, value_enum, default_value = "yaml")]
        format: openapi::Format,
    },
    /// Copies of the records of partner regions, and what is wrong with a feed
    #[command(subcommand)]
    Sync(sync::Command),
    /// Mails that come in
    #[command(subcommand)]
    Mail(mail::Command),
    /// Tasks of an operator
    #[command(subcommand)]
    Admin(admin::Command),
}

fn main() -> ExitCode {
    memory::be_thrifty();
    let cli = Cli::parse();
    logs::init();
    let outcome = match cli.command {
        Command::Serve { args, no_worker } => actix_web::rt::System::new().block_on(serve::serve(*args, no_worker)),
        Command::Worker { args } => actix_web::rt::System::new().block_on(serve::work(*args)),
        Command::Migrate { args } => actix_web::rt::System::new().block_on(admin::migrate(args)),
        Command::Seed { args } => actix_web::rt::System::new().block_on(admin::seed(args)),
        Command::Import { args } => match actix_web::rt::System::new().block_on(imports::command::import(*args)) {
            Ok(code) => return code,
            Err(sentence) => Err(sentence),
        },
        Command::Openapi { format } => {
            openapi::print(format);
            Ok(())
        }
        Command::Sync(command) => match actix_web::rt::System::new().block_on(sync::command(command)) {
            Ok(code) => return code,
            Err(sentence) => Err(sentence),
        },
        Command::Mail(command) => return actix_web::rt::System::new().block_on(mail::run(command)),
        Command::Admin(command) => actix_web::rt::System::new().block_on(admin::run(command)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

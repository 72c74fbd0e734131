//! Replies by mail: `lorntech mail receive` takes one message as a mail server pipes it, and makes a message of its request
//! of it. The address that it was sent to says which request it is about and who writes; its sender's address is no proof
//! of anything.

mod quotation;
mod reading;
mod receive;

use std::{io::Read, process::ExitCode};

use clap::{Args, Subcommand};

use crate::{
    config::ServiceArgs,
    serve::{self, Database},
};

#[derive(Subcommand)]
pub enum Command {
    /// Take a reply to one of our letters from standard input
    #[command(after_help = RECEIVE)]
    Receive(Box<ReceiveArgs>),
}

#[derive(Args)]
pub struct ReceiveArgs {
    #[command(flatten)]
    service: ServiceArgs,
    /// The address that the message was sent to, as the mail server knows it; else its headers are asked
    #[arg(long, value_name = "ADDRESS")]
    recipient: Option<String>,
    /// The address that the message comes from, as the mail server knows it; empty for notices of mail servers
    #[arg(long, value_name = "ADDRESS")]
    sender: Option<String>,
}

const RECEIVE: &str = "Example, in Postfix' master.cf:
  lorntech unix - n n - 4 pipe user=lorntech argv=/usr/local/bin/lorntech mail receive --recipient ${recipient} --sender ${sender}

The exit is 0 when the message was taken, or is one that wants no answer; 65 when it is no message, 67 when nobody is at that
address (the mail server tells the sender), 75 when it could not be taken now (the mail server tries again).";

/// What the mail server is told, by the numbers of sysexits.h.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Taken = 0,
    NoMessage = 65,
    NoUser = 67,
    TryAgain = 75,
}

/// A message larger than this is not read to its end.
const LARGEST: u64 = 300 << 20;

pub async fn run(command: Command) -> ExitCode {
    let Command::Receive(args) = command;
    let outcome = match receive(&args).await {
        Ok(outcome) => outcome,
        Err(sentence) => {
            eprintln!("{sentence}");
            Outcome::TryAgain
        }
    };
    ExitCode::from(outcome as u8)
}

/// Whatever is wrong on our side is tried again: no message is lost for a setting or a database.
async fn receive(args: &ReceiveArgs) -> Result<Outcome, String> {
    let settings = args.service.settle()?;
    if settings.mail.reply_domain.is_none() {
        return Err("LORNTECH_REPLY_DOMAIN (--reply-domain) is missing: no address of ours can be replied to".to_owned());
    }
    let mut bytes = vec![];
    std::io::stdin()
        .lock()
        .take(LARGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("the message cannot be read: {error}"))?;
    let database = Database::open(&args.service.database).await?;
    let state = serve::state(&settings, &database.url, std::sync::Arc::default())?;
    let outcome = receive::receive(&state, &bytes, args.recipient.as_deref(), args.sender.as_deref()).await;
    database.close()?;
    outcome.map_err(|problem| format!("the message was not taken: {problem}"))
}

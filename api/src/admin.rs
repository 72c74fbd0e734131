//! Tasks of an operator, from the command line.

use clap::{Args, Subcommand};

use crate::{
    audit::{self, seal::Verdict},
    auth::{Authority, Role, password},
    clock::{self, Clock},
    config::DatabaseArgs,
    db::{Db, Emitted, Event, Kind, Mail, Origin, Tx, Upkeep, maintain::Noted, migrate as migrations, private},
    error::ErrorCode,
    http::Answer,
    identity::{self, queries as accounts},
    notifications::{AccountOccasion, Letter},
    privacy::holds,
    seed::{self, demo, load::Loaded},
    serve::Database,
};

#[derive(Subcommand)]
pub enum Command {
    /// Make an account, or set the password of the one with this address; the password is read from standard input
    #[command(
        after_help = "Example: lorntech admin create-account --email you@example.org --name 'You' --role agent --totem metz"
    )]
    CreateAccount {
        #[command(flatten)]
        database: DatabaseArgs,
        #[command(flatten)]
        account: NewAccount,
    },
    /// Remove the second factors of somebody who has lost theirs, and end their sessions; they are told by mail
    #[command(after_help = "Example: lorntech admin reset-second-factor --email you@example.org")]
    ResetSecondFactor {
        #[command(flatten)]
        database: DatabaseArgs,
        #[arg(long)]
        email: String,
    },
    /// Keep a request although its person leaves, for a dispute or because a law says so
    #[command(after_help = "Example: lorntech admin hold --request MTZ-7K3Q-9F2A --reason 'Litige en cours'")]
    Hold {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Its number
        #[arg(long)]
        request: String,
        /// Told to whoever asked
        #[arg(long)]
        reason: String,
    },
    /// Let a request go again; what is personal in it is erased now if its person has left
    #[command(after_help = "Example: lorntech admin release --request MTZ-7K3Q-9F2A")]
    Release {
        #[command(flatten)]
        database: DatabaseArgs,
        /// Its number
        #[arg(long)]
        request: String,
    },
    /// After a restore: positions of before mean something else, so that whoever keeps copies reads everything anew
    #[command(after_help = "Example: lorntech admin rotate-epoch")]
    RotateEpoch {
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// Say of which region this instance is, before it holds records of its own: lu, de-sl or de-tr instead of fr-lorraine
    #[command(after_help = "Example: lorntech admin set-authority lu")]
    SetAuthority {
        #[command(flatten)]
        database: DatabaseArgs,
        #[arg(value_parser = |name: &str| Authority::from_name(name).ok_or_else(|| Authority::ALL.map(Authority::name).join(", ")))]
        authority: Authority,
    },
    /// Check the seals over the audit log; what was changed or removed is named, and the exit is 1
    #[command(after_help = "Example: lorntech admin verify-audit --head 4711:3f…")]
    VerifyAudit {
        #[command(flatten)]
        database: DatabaseArgs,
        /// The last seal of an earlier check, kept elsewhere: NUMBER:HASH
        #[arg(long, value_parser = head)]
        head: Option<(i64, String)>,
    },
}

fn head(text: &str) -> Result<(i64, String), String> {
    let parts = text.split_once(':').and_then(|(number, hash)| Some((number.parse().ok()?, hash.to_lowercase())));
    let good = parts.filter(|(number, hash): &(i64, String)| *number > 0 && hash.len() == 64);
    good.ok_or_else(|| "it is written NUMBER:HASH, as the check prints it".to_owned())
}

#[derive(Args)]
pub struct NewAccount {
    #[arg(long)]
    email: String,
    #[arg(long)]
    name: String,
    /// fr, de or en
    #[arg(long, default_value = "fr", value_parser = ["fr", "de", "en"])]
    language: String,
    #[arg(long, value_enum)]
    role: Option<Role>,
    /// The site of an agent or manager: metz, nancy, epinal, thionville
    #[arg(long)]
    totem: Option<String>,
}

pub async fn run(command: Command) -> Result<(), String> {
    match command {
        Command::CreateAccount { database, account } => create_account(database, account).await,
        Command::ResetSecondFactor { database, email } => reset_second_factor(database, email).await,
        Command::Hold { database, request, reason } => hold(database, request, Some(reason)).await,
        Command::Release { database, request } => hold(database, request, None).await,
        Command::RotateEpoch { database } => rotate_epoch(database).await,
        Command::SetAuthority { database, authority } => set_authority(database, authority).await,
        Command::VerifyAudit { database, head } => verify_audit(database, head).await,
    }
}

/// Places a hold for a reason, or lifts it.
async fn hold(args: DatabaseArgs, request: String, reason: Option<String>) -> Result<(), String> {
    if reason.as_ref().is_some_and(|reason| !(3..=500).contains(&reason.trim().chars().count())) {
        return Err("--reason must have 3 to 500 characters: whoever asked is told it.".to_owned());
    }
    let database = Database::open(&args).await?;
    let (db, now) = (Db::new(&database.url, 1)?, Clock::from_environment().now());
    let done = match reason {
        Some(reason) => holds::place(&db, request.clone(), reason.trim().to_owned(), now).await,
        None => holds::lift(&db, request.clone(), now).await,
    };
    database.close()?;
    match done {
        Ok(()) => {
            println!("{request}: done");
            Ok(())
        }
        Err(problem) if problem.code == ErrorCode::NotFound => {
            Err(format!("There is no such request, or no hold on it: {request}."))
        }
        Err(problem) => Err(format!("the hold was not changed: {problem}")),
    }
}

/// It is written into the audit log, for it makes all partners read everything.
async fn rotate_epoch(args: DatabaseArgs) -> Result<(), String> {
    let database = Database::open(&args).await?;
    let (db, epoch) = (Db::new(&database.url, 1)?, clock::new_id());
    let noted = Noted {
        actor_kind: "system",
        actor_id: None,
        action: "feed.epoch_rotated",
        subject_kind: "feed",
        subject_id: None,
        request_id: "admin rotate-epoch".to_owned(),
        detail: Some(epoch.simple().to_string()),
    };
    let rotated = match db.maintain(Upkeep::EpochRotated { epoch }).await {
        Ok(_) => db.maintain(Upkeep::Noted(noted)).await,
        Err(problem) => Err(problem),
    };
    database.close()?;
    rotated.map_err(|problem| format!("the epoch was not rotated: {problem}"))?;
    println!("{}: whoever keeps copies reads everything anew", epoch.simple());
    Ok(())
}

/// What is ours by then stays so: a copy must never become an own record, nor the other way round.
async fn set_authority(args: DatabaseArgs, authority: Authority) -> Result<(), String> {
    let database = Database::open(&args).await?;
    let db = Db::new(&database.url, 1)?;
    let noted = Noted {
        actor_kind: "system",
        actor_id: None,
        action: "feed.authority_set",
        subject_kind: "feed",
        subject_id: None,
        request_id: "admin set-authority".to_owned(),
        detail: Some(authority.name().to_owned()),
    };
    let set = match db.maintain(Upkeep::AuthoritySet { authority }).await {
        Ok(0) => Err("there are records already: only an instance without any can be of another region".to_owned()),
        Ok(_) => db.maintain(Upkeep::Noted(noted)).await.map_err(|problem| problem.to_string()),
        Err(problem) => Err(problem.to_string()),
    };
    database.close()?;
    set.map_err(|reason| format!("the region was not set: {reason}"))?;
    println!("This is the instance of {}", authority.name());
    Ok(())
}

async fn verify_audit(args: DatabaseArgs, known: Option<(i64, String)>) -> Result<(), String> {
    let database = Database::open(&args).await?;
    let checked = audit::seal::verify(&Db::new(&database.url, 1)?, Clock::from_environment().now(), known.as_ref()).await;
    database.close()?;
    let Verdict { seals, rows, head, faults } = checked.map_err(|problem| format!("the audit log cannot be read: {problem}"))?;
    for fault in &faults {
        println!("{fault}");
    }
    println!("{rows} rows in {seals} seals");
    if let Some((number, hash)) = head {
        println!("head {number}:{hash}");
    }
    match faults.len() {
        0 => Ok(()),
        count => Err(format!("The audit log is not what was written: {count} fault(s).")),
    }
}

pub async fn migrate(args: DatabaseArgs) -> Result<(), String> {
    let done = match (&args.owner_database_url, &args.database_url) {
        (Some(owner), _) => migrations::run(owner)?,
        (None, Some(_)) => {
            return Err("Migrations need the role that owns the tables: set LORNTECH_OWNER_DATABASE_URL (--owner-database-url)."
                .to_owned());
        }
        (None, None) => {
            let private = private::start(&args.data_dir).await?;
            let done = migrations::run(&private.owner_url)?;
            private.cluster.stop().map_err(|error| error.to_string())?;
            done
        }
    };
    println!("{done} migration(s) applied");
    Ok(())
}

pub async fn seed(args: DatabaseArgs) -> Result<(), String> {
    let database = Database::open(&args).await?;
    let loaded = seed::load::load(&Db::new(&database.url, 2)?).await?;
    report(&loaded);
    database.close()
}

/// Says what the seed wrote, if anything.
pub fn report(loaded: &Loaded) {
    let Loaded { reference_rows, totems, candidacies, objectives, organizations } = loaded;
    if reference_rows + totems + candidacies + objectives + organizations > 0 {
        println!(
            "Seeded: {reference_rows} reference rows, {totems} Totems, {candidacies} candidacy, {objectives} objectives, {organizations} organizations"
        );
    }
}

async fn create_account(args: DatabaseArgs, account: NewAccount) -> Result<(), String> {
    let NewAccount { email, name, language, role, totem } = account;
    if matches!(role, Some(Role::Agent | Role::Manager)) != totem.is_some() {
        return Err("--totem names the site of an agent or manager, and only theirs.".to_owned());
    }
    if matches!(role, Some(Role::Owner | Role::Editor)) {
        return Err("Owners and editors of an organization are invited in the site.".to_owned());
    }
    let address = serde_json::from_value::<crate::http::Email>(email.clone().into()).map_err(|error| error.to_string())?;
    if garde::Validate::validate(&address).is_err() {
        return Err(format!("“{email}” is not an e-mail address."));
    }
    let named = serde_json::from_value::<crate::http::Line<1, 120>>(name.clone().into()).map_err(|error| error.to_string())?;
    if garde::Validate::validate(&named).is_err() {
        return Err("--name must be one line of 1 to 120 characters.".to_owned());
    }
    let mut password = String::new();
    eprintln!("Password (12 to 128 characters):");
    std::io::stdin().read_line(&mut password).map_err(|error| error.to_string())?;
    let password = password.trim_end_matches(['\r', '\n']);
    if !(12..=128).contains(&password.chars().count()) {
        return Err("The password must have 12 to 128 characters.".to_owned());
    }
    let hash = password::hash_now(password)?;
    let database = Database::open(&args).await?;
    let write = async move |tx: &mut Tx| {
        let id = demo::create_account(tx, &address.0, &name, &language, &hash).await?;
        match (role, &totem) {
            (Some(role), Some(totem)) => demo::grant_at(tx, id, role, totem).await?,
            (Some(role), None) => demo::grant(tx, id, role, None).await?,
            (None, _) => {}
        }
        Ok(Emitted::new(Event::new("account.created", Kind::Account, id.0, 1), Answer::no_content()))
    };
    let written = Db::new(&database.url, 1)?.write(Origin::system("admin create-account"), &[], write).await;
    database.close()?;
    written.map(|_| println!("{email} can sign in")).map_err(|problem| format!("the account was not made: {problem}"))
}

async fn reset_second_factor(args: DatabaseArgs, email: String) -> Result<(), String> {
    let database = Database::open(&args).await?;
    let address = email.clone();
    let write = async move |tx: &mut Tx| {
        let holder = accounts::holder_by_address(tx, &address).await?.ok_or(ErrorCode::NotFound)?;
        identity::second_factor::queries::reset(tx, holder.id).await?;
        accounts::delete_sessions(tx, holder.id, None).await?;
        let letter = holder.letter(AccountOccasion::SecondFactorReset, None);
        let event = Event::new("account.second_factor_reset", Kind::Account, holder.id.0, 1);
        Ok(Emitted::new(event, Answer::no_content()).mail([Mail(Letter::Account(letter))]))
    };
    let written = Db::new(&database.url, 1)?.write(Origin::system("admin reset-second-factor"), &[], write).await;
    database.close()?;
    match written {
        Ok(_) => {
            println!("{email} signs in with the password alone, and sets up a new second factor if the role needs one");
            Ok(())
        }
        Err(problem) if problem.code == ErrorCode::NotFound => Err(format!("No account has the address {email}.")),
        Err(problem) => Err(format!("the second factor was not reset: {problem}")),
    }
}

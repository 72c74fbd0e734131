//! `lorntech import`: a file from the command line, with what became of each line.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Seek, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::Args;
use diesel::QueryableByName;
use diesel_async::RunQueryDsl;
use garde::Validate;
use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize};

use super::{
    chunk::Verdict,
    mapping::{Mapping, SourceInput, propose::propose},
    model::{Counts, LineProblem, Outcome},
    queries::{self, New},
    reading::{self, Format},
    run::{self, End, Job},
};
use crate::{
    clock::Clock,
    config::DatabaseArgs,
    db::{Db, Emitted, Event, JsonColumn, Kind, Origin, Tx, sql},
    directory::model::OrganizationKind,
    error::Language,
    http::{Answer, Line, Problem},
    ids::ImportId,
    serve::Database,
};

/// So many lines are looked at to propose a mapping.
pub const LOOKED_AT: usize = 200;

#[derive(Args)]
pub struct ImportArgs {
    /// CSV, JSON, NDJSON or GeoJSON, in UTF-8, UTF-16 or Windows-1252; what it is, is found out
    file: PathBuf,
    /// A file with a mapping, or the name of a saved one; without it one is proposed
    #[arg(long, value_name = "FILE|NAME")]
    mapping: Option<String>,
    /// Answer what would become of each line, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print the mapping that would be used, and stop
    #[arg(long)]
    show_mapping: bool,
    /// What the lines are where they do not say it themselves; may be repeated
    #[arg(long = "kind", value_name = "KIND", value_parser = kind)]
    kinds: Vec<OrganizationKind>,
    /// A short name of the source, which with the id of a line names its record for ever
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The licence of the file; without one its records wait for review
    #[arg(long, value_name = "LICENCE")]
    licence: Option<String>,
    /// Write the results there, as CSV or, with .ndjson at its end, one JSON object a line
    #[arg(long, value_name = "FILE")]
    results: Option<PathBuf>,
    /// Say only what is wrong, and the sums
    #[arg(long, short)]
    quiet: bool,
    /// Language of the reasons
    #[arg(long, default_value = "fr", value_parser = ["fr", "de", "en"])]
    language: String,
    #[command(flatten)]
    database: DatabaseArgs,
}

fn kind(name: &str) -> Result<OrganizationKind, String> {
    serde_json::from_value(name.into()).map_err(|_| "startup, sme, fablab, coworking, third_place, association, …".to_owned())
}

/// A mapping with its source, as it is saved.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingFile {
    source: Option<SourceInput>,
    mapping: Mapping,
}

/// 0: every line is a record. 2: some are not, and it is said why. 1: the file could not be imported.
pub async fn import(args: ImportArgs) -> Result<ExitCode, String> {
    let mut file = File::open(&args.file).map_err(|error| format!("{} cannot be opened: {error}", args.file.display()))?;
    let said = |error: reading::Unreadable| format!("{} cannot be imported: {error}.", args.file.display());
    let format = reading::detect(&mut file).map_err(said)?;
    let database = if args.show_mapping && args.mapping.as_deref().is_none_or(|name| Path::new(name).is_file()) {
        None
    } else {
        Some(Database::open(&args.database).await?)
    };
    let db = database.as_ref().map(|database| Db::new(&database.url, 2)).transpose()?;
    let outcome = within(&args, file, format, db.as_ref()).await;
    if let Some(database) = database {
        database.close()?;
    }
    outcome
}

async fn within(args: &ImportArgs, file: File, format: Format, db: Option<&Db>) -> Result<ExitCode, String> {
    let (source, mapping) = settle(args, &file, &format, db).await?;
    if args.show_mapping {
        let text =
            serde_json::to_string_pretty(&MappingFile { source: Some(source), mapping }).map_err(|error| error.to_string())?;
        println!("{text}");
        return Ok(ExitCode::SUCCESS);
    }
    let db = db.ok_or("no database")?;
    if let Some((member, code)) = mapping.lacks() {
        let hint = if member == "/defaults/kinds" { " (--kind startup, for example)" } else { "" };
        return Err(format!(
            "The mapping lacks {member}: {}{hint} --show-mapping prints it.",
            code.remedy().say(Language::En, &[])
        ));
    }
    let size = file.metadata().map_err(|error| error.to_string())?.len();
    let id = ImportId::new();
    let name = args.file.file_name().map(|name| name.to_string_lossy().chars().take(200).collect()).unwrap_or_default();
    let new = New {
        id,
        file_name: name,
        dry_run: args.dry_run,
        attended: true,
        source: source.clone(),
        mapping: mapping.clone(),
        format: format.clone(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        created_by: None,
    };
    let origin = Origin::system("import");
    let said = |problem: Problem| format!("the import ended: {problem}. The same command goes on where it stopped.");
    let insert = async move |tx: &mut Tx| {
        queries::insert(tx, &new).await?;
        Ok(Emitted::new(Event::new("import.created", Kind::Import, id.0, 1), Answer::no_content()))
    };
    db.write(origin.clone(), &[], insert).await.map_err(said)?;
    let job = Job { id, source, mapping, dry_run: args.dry_run };
    run::begin(db, &origin, &job).await.map_err(said)?;

    let mut place = file.try_clone().map_err(|error| error.to_string())?;
    let lines = reading::lines(file, &format).map_err(|error| error.to_string())?;
    let mut report = Report::new(args, size)?;
    let mut trouble = None;
    let end = run::run(db, &origin, job, lines, 0, |verdicts| {
        if let Err(error) = report.tell(verdicts, place.stream_position().unwrap_or(0)) {
            trouble.get_or_insert(error);
        }
    });
    let end = end.await.map_err(said)?;
    report.finish()?;
    report.tell_undecided(id, args.dry_run);
    if let Some(trouble) = trouble {
        return Err(format!("the results cannot be written: {trouble}"));
    }
    let failure = if let End::Failed(failure) = &end { Some(failure.said(Language::En).detail) } else { None };
    run::end(db, &origin, &Clock::from_environment(), id, end).await.map_err(said)?;
    if let Some(failure) = failure {
        return Err(format!("{} was imported up to where it breaks: {failure}", args.file.display()));
    }
    Ok(ExitCode::from(if report.counts.error + report.counts.conflict > 0 { 2 } else { 0 }))
}

/// The mapping that is meant: of a file, saved, or proposed; what is said on the command line is added.
async fn settle(args: &ImportArgs, file: &File, format: &Format, db: Option<&Db>) -> Result<(SourceInput, Mapping), String> {
    let (source, mut mapping) = match &args.mapping {
        None => (None, proposed(file, format)?),
        Some(name) => {
            let MappingFile { source, mapping } = if Path::new(name).is_file() {
                read_mapping(name)?
            } else {
                saved(db.ok_or("no database")?, name)
                    .await?
                    .ok_or_else(|| format!("There is no mapping “{name}”, neither a file nor a saved one."))?
            };
            (source, mapping)
        }
    };
    if !args.kinds.is_empty() {
        mapping.defaults.kinds = args.kinds.clone();
    }
    let stem = args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut source = source.unwrap_or_else(|| SourceInput {
        system: crate::directory::queries::slug(&stem).chars().take(60).collect(),
        name: Line(if stem.chars().count() < 2 { "import".to_owned() } else { stem }),
        publisher: None,
        licence: None,
        licence_url: None,
        attribution: None,
        url: None,
    });
    if let Some(system) = &args.source {
        source.system.clone_from(system);
    }
    if let Some(licence) = &args.licence {
        source.licence = Some(Line(licence.clone()));
    }
    let wrong = [source.validate().err(), mapping.validate().err()].into_iter().flatten().next();
    match wrong {
        Some(report) => Err(format!("The mapping is wrong: {}", report.to_string().trim())),
        None => Ok((source, mapping)),
    }
}

fn read_mapping(path: &str) -> Result<MappingFile, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
    let wrong = |error: serde_json::Error| format!("{path} is not a mapping: {error}");
    let value: serde_json::Value = serde_json::from_str(&text).map_err(wrong)?;
    // With its source, or by itself.
    if value.get("mapping").is_some() {
        return serde_json::from_value(value).map_err(wrong);
    }
    Ok(MappingFile { source: None, mapping: serde_json::from_value(value).map_err(wrong)? })
}

#[derive(QueryableByName)]
struct Saved {
    #[diesel(sql_type = diesel::sql_types::Jsonb)]
    source: JsonColumn<SourceInput>,
    #[diesel(sql_type = diesel::sql_types::Jsonb)]
    mapping: JsonColumn<Mapping>,
}

async fn saved(db: &Db, name: &str) -> Result<Option<MappingFile>, String> {
    let statement =
        sql("select source, mapping from import_mappings where name = ").bind::<diesel::sql_types::Text, _>(name.to_owned());
    let rows: Vec<Saved> =
        db.read(async |connection| statement.load(connection).await).await.map_err(|problem| problem.to_string())?;
    Ok(rows.into_iter().next().map(|row| MappingFile { source: Some(row.source.0), mapping: row.mapping.0 }))
}

fn proposed(file: &File, format: &Format) -> Result<Mapping, String> {
    let mut first = file.try_clone().map_err(|error| error.to_string())?;
    first.rewind().map_err(|error| error.to_string())?;
    let lines = reading::lines(first, format).map_err(|error| error.to_string())?;
    let lines: Vec<_> = lines.map_while(Result::ok).take(LOOKED_AT).collect();
    let mut file = file;
    file.rewind().map_err(|error| error.to_string())?;
    Ok(propose(&lines))
}

/// Tells what becomes of each line, while it happens.
struct Report {
    out: BufWriter<io::Stdout>,
    file: Option<Results>,
    bar: ProgressBar,
    began: Instant,
    lines: i64,
    counts: Counts,
    /// Lines that wait for a decision.
    undecided: i64,
    quiet: bool,
    language: Language,
}

enum Results {
    Csv(Box<csv::Writer<File>>),
    Ndjson(BufWriter<File>),
}

#[derive(Serialize)]
struct Told<'a> {
    line: i64,
    outcome: &'a str,
    name: &'a str,
    external_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_id: Option<crate::ids::OrganizationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<LineProblem>,
}

impl Report {
    fn new(args: &ImportArgs, size: u64) -> Result<Self, String> {
        let made = |path: &PathBuf| File::create(path).map_err(|error| format!("{} cannot be written: {error}", path.display()));
        let file = match &args.results {
            None => None,
            Some(path) if path.extension().is_some_and(|end| end == "ndjson" || end == "jsonl") => {
                Some(Results::Ndjson(BufWriter::new(made(path)?)))
            }
            Some(path) => {
                let mut writer = csv::Writer::from_writer(made(path)?);
                writer
                    .write_record(["line", "outcome", "name", "external_id", "organization_id", "reason"])
                    .map_err(|error| error.to_string())?;
                Some(Results::Csv(Box::new(writer)))
            }
        };
        let bar = ProgressBar::new(size);
        let style =
            ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}  {eta} left").map_err(|error| error.to_string())?;
        bar.set_style(style);
        let language = Language::negotiate(Some(&args.language));
        Ok(Self {
            out: BufWriter::new(io::stdout()),
            file,
            bar,
            began: Instant::now(),
            lines: 0,
            counts: Counts::default(),
            undecided: 0,
            quiet: args.quiet,
            language,
        })
    }

    fn tell(&mut self, verdicts: &[Verdict], bytes: u64) -> Result<(), String> {
        for verdict in verdicts {
            self.lines += 1;
            self.counts.add(verdict.outcome);
            self.undecided += i64::from(verdict.compared.is_some());
            let problem = verdict.problem.as_ref().map(|problem| problem.said(self.language));
            let reason = problem.as_ref().map(reason).unwrap_or_default();
            let wrong = matches!(verdict.outcome, Outcome::Error | Outcome::Conflict) || problem.is_some();
            if wrong || !self.quiet {
                let line = format!(
                    "{:>8}  {:<9}  {}{}{reason}",
                    verdict.line,
                    verdict.outcome.name(),
                    verdict.name,
                    if reason.is_empty() { "" } else { "  " }
                );
                self.bar.suspend(|| writeln!(self.out, "{line}")).map_err(|error| error.to_string())?;
            }
            self.write(verdict, problem, &reason)?;
        }
        let rate = self.lines as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        self.bar.set_position(bytes);
        self.bar.set_message(format!("{} lines, {rate:.0} a second", self.lines));
        self.out.flush().map_err(|error| error.to_string())
    }

    fn write(&mut self, verdict: &Verdict, problem: Option<LineProblem>, reason: &str) -> Result<(), String> {
        let Verdict { line, outcome, name, external_id, organization_id, .. } = verdict;
        match &mut self.file {
            None => Ok(()),
            Some(Results::Csv(writer)) => {
                let id = organization_id.map(|id| id.to_string()).unwrap_or_default();
                // A cell that begins so would be a formula for a spreadsheet.
                let plain =
                    |text: &str| if text.starts_with(['=', '+', '-', '@', '\t']) { format!("'{text}") } else { text.to_owned() };
                let record = [line.to_string(), outcome.name().to_owned(), plain(name), plain(external_id), id, plain(reason)];
                writer.write_record(record).map_err(|error| error.to_string())
            }
            Some(Results::Ndjson(writer)) => {
                let told =
                    Told { line: *line, outcome: outcome.name(), name, external_id, organization_id: *organization_id, problem };
                serde_json::to_writer(&mut *writer, &told).map_err(|error| error.to_string())?;
                writer.write_all(b"\n").map_err(|error| error.to_string())
            }
        }
    }

    /// What a person has to say, and where.
    fn tell_undecided(&self, id: ImportId, dry_run: bool) {
        match (self.undecided, dry_run) {
            (0, _) => {}
            (lines, true) => eprintln!("{lines} lines may be records that are there already; the import in earnest asks which."),
            (lines, false) => eprintln!(
                "{lines} lines may be records that are there already and wait for a decision: an administrator makes it on the site at \
                 /imports/{id}?resultat=a-trancher, or by POST /v1/imports/{id}/decisions"
            ),
        }
    }

    fn finish(&mut self) -> Result<(), String> {
        self.bar.finish_and_clear();
        match &mut self.file {
            Some(Results::Csv(writer)) => writer.flush().map_err(|error| error.to_string())?,
            Some(Results::Ndjson(writer)) => writer.flush().map_err(|error| error.to_string())?,
            None => {}
        }
        let Counts { created, updated, unchanged, stale, conflict, error } = self.counts;
        let seconds = self.began.elapsed().as_secs_f64();
        eprintln!(
            "{} lines in {seconds:.1} s ({:.0} a second): {created} created, {updated} updated, {unchanged} unchanged, {stale} stale, {conflict} conflict, {error} error",
            self.lines,
            self.lines as f64 / seconds.max(0.001),
        );
        Ok(())
    }
}

/// In one line: what is wrong, where, and what would be right.
fn reason(problem: &LineProblem) -> String {
    let errors = problem.errors.iter().map(|error| {
        let member = error.member.as_deref().unwrap_or_default();
        let shown = if error.value.is_empty() { String::new() } else { format!(" « {} »", error.value) };
        format!("{member} ({}){shown}: {}", error.column, error.detail)
    });
    std::iter::once(format!("{}: {}", problem.code.code(), problem.detail)).chain(errors).collect::<Vec<_>>().join(" | ")
}

//! The service: database, worker, listener, and an orderly end.

use std::{net::TcpListener, path::Path, sync::Arc, time::Duration};

use actix_web::{App, HttpResponse, HttpServer, dev::ServerHandle, middleware, middleware::from_fn, rt, web, web::Data};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};
use utoipa_swagger_ui::SwaggerUi;

use crate::{
    admin,
    auth::middleware::{Gate, authenticate},
    clock::Clock,
    config::{DatabaseArgs, ServiceArgs, Settings},
    db::{Db, migrate, private, private::Private},
    follow,
    http::{
        Fallback,
        events::Streams,
        shell::{Condemned, shell},
        site::Site,
    },
    identity, imports, memory,
    notifications::{self, Post},
    openapi::{self, ServiceConfig},
    routes, scan, seed,
    state::{Keys, State},
    sync,
    webhooks::{self, Sender},
};

/// Requests under way get this long to end when the service stops.
const DRAIN_SECONDS: u64 = 30;
/// Headers must have arrived by then.
const HEADER_TIME: Duration = Duration::from_secs(5);

/// A database to work with, private or not.
pub struct Database {
    pub url: String,
    private: Option<Private>,
}

impl Database {
    /// The server given, or a private one; a private one is migrated, another one only checked.
    pub async fn open(args: &DatabaseArgs) -> Result<Self, String> {
        if let Some(url) = &args.database_url {
            if let Some(owner) = &args.owner_database_url {
                migrate::run(owner)?;
            }
            migrate::check(url, args.unsafe_durability).await?;
            return Ok(Self { url: url.clone(), private: None });
        }
        let private = private::start(&args.data_dir).await?;
        migrate::run(&private.owner_url)?;
        migrate::check(&private.url, false).await?;
        Ok(Self { url: private.url.clone(), private: Some(private) })
    }

    /// Stops a private server in order.
    pub fn close(self) -> Result<(), String> {
        self.private.map_or(Ok(()), |private| private.cluster.stop().map_err(|error| error.to_string()))
    }
}

pub async fn serve(args: ServiceArgs, no_worker: bool) -> Result<(), String> {
    let mut settings = args.settle()?;
    let listener = listen(&settings.host, settings.port, "LORNTECH_PORT (--port)")?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    if args.public_url.is_none() {
        settings.public_url = format!("http://{address}");
    }
    if settings.public_url != format!("http://{address}") {
        println!("It listens on http://{address}");
    }
    let database = Database::open(&args.database).await?;
    let outcome = run(&settings, &database, listener, no_worker).await;
    database.close()?;
    outcome
}

async fn run(settings: &Settings, database: &Database, listener: TcpListener, no_worker: bool) -> Result<(), String> {
    prepare(settings, database).await?;
    heed_file_sizes()?;
    let streams = Arc::<Streams>::default();
    let shared = Arc::new(state(settings, &database.url, streams.clone())?);
    let background = if no_worker { None } else { Some(Background::start(settings, &shared)?) };
    rt::spawn(follow::run(shared));
    let terminations = terminations()?;
    let metrics = metrics(settings)?;
    let server = http(settings, database, listener, streams.clone())?;
    rt::spawn(stop_when_asked_to(terminations, streams, server.handle()));
    rt::spawn(async {
        // By then every worker has built its routes.
        rt::time::sleep(Duration::from_secs(1)).await;
        memory::give_back_start();
    });
    let served = server.await;
    if let Some(background) = background {
        background.end().await;
    }
    if let Some(metrics) = metrics {
        metrics.stop(false).await;
    }
    served.map_err(|error| format!("the service ended: {error}"))
}

/// The work that nobody waits for. It shares its connections, most of which would be idle otherwise.
struct Background {
    stop: watch::Sender<bool>,
    tasks: Vec<rt::task::JoinHandle<()>>,
}

impl Background {
    fn start(settings: &Settings, state: &Arc<State>) -> Result<Self, String> {
        let (stop, stopped) = watch::channel(false);
        let tasks = vec![
            rt::spawn(notifications::run(state.clone(), Post::new(settings)?, stopped.clone())),
            rt::spawn(imports::worker::work(state.clone(), stopped.clone())),
            rt::spawn(scan::run(state.clone(), stopped.clone())),
            rt::spawn(webhooks::run(state.clone(), Sender::new(settings)?, stopped.clone())),
            rt::spawn(sync::follow::run(state.clone(), stopped)),
        ];
        Ok(Self { stop, tasks })
    }

    async fn end(self) {
        let _ = self.stop.send(true);
        for task in self.tasks {
            let _ = task.await;
        }
    }
}

/// Fills an empty database, and says how to come in.
async fn prepare(settings: &Settings, database: &Database) -> Result<(), String> {
    let db = Db::new(&database.url, 2)?;
    admin::report(&seed::load::load(&db).await?);
    let Some(demo) = &settings.demo else { return refuse_demo_accounts(&db).await };
    seed::demo::load(&db, demo).await?;
    println!("Demonstration: data of people and requests is fictitious, mails are kept at {}/demo/courrier", settings.public_url);
    for address in seed::demo::addresses() {
        println!("  {address}");
    }
    if demo.made {
        println!("  password of each: {}", demo.password);
    }
    Ok(())
}

/// A database that was once used for a demonstration must not be opened to the world with its known accounts.
async fn refuse_demo_accounts(db: &Db) -> Result<(), String> {
    if seed::demo::is_there(db).await.map_err(|problem| problem.to_string())? {
        return Err("The database holds demonstration accounts: start with --demo, or use another database.".to_owned());
    }
    Ok(())
}

/// The server waits for the answers under way to end, which a stream by itself never does. And it hears of no signal that
/// came before it first ran.
async fn stop_when_asked_to(mut terminations: Signal, streams: Arc<Streams>, server: ServerHandle) {
    terminations.recv().await;
    streams.close();
    server.stop(true).await;
}

/// A file that may not grow any more is an error where it is written, and not the end of the process.
fn heed_file_sizes() -> Result<(), String> {
    signal(SignalKind::from_raw(libc::SIGXFSZ)).map(drop).map_err(|error| error.to_string())
}

fn terminations() -> Result<Signal, String> {
    signal(SignalKind::terminate()).map_err(|error| error.to_string())
}

pub fn state(settings: &Settings, url: &str, streams: Arc<Streams>) -> Result<State, String> {
    Ok(State {
        settings: settings.clone(),
        db: Db::new(url, settings.pool_size)?,
        clock: Clock::from_environment(),
        keys: Keys::from_secret(&settings.secret),
        passkeys: identity::relying_party(&settings.public_url),
        streams,
    })
}

fn http(
    settings: &Settings,
    database: &Database,
    listener: TcpListener,
    streams: Arc<Streams>,
) -> Result<actix_web::dev::Server, String> {
    let operations = openapi::operations();
    let gate = Data::new(Gate::new(&operations)?);
    let known = Data::new(Fallback::new(&operations, &crate::hsds::PATHS));
    let site = Data::new(load_site(&settings.site_dir)?);
    // Fails here rather than in a worker, where nobody would see it.
    state(settings, &database.url, streams.clone())?;
    let (worker_settings, url) = (settings.clone(), database.url.clone());
    let server = HttpServer::new(move || {
        #[expect(clippy::expect_used, reason = "the same call succeeded a moment ago")]
        let state = state(&worker_settings, &url, streams.clone()).expect("settings that were good a moment ago");
        App::new()
            .configure(|config| routes::api(&mut ServiceConfig::Served(config)))
            .app_data(Data::new(state))
            .app_data(gate.clone())
            .app_data(known.clone())
            .app_data(site.clone())
            .configure(routes::operation)
            .service(web::redirect("/docs", "/docs/"))
            .service(SwaggerUi::new("/docs/{_:.*}").config(utoipa_swagger_ui::Config::from("/openapi.json")))
            .default_service(web::to(routes::fallback))
            .wrap(from_fn(authenticate))
            .wrap(middleware::Compress::default())
            .wrap(from_fn(shell))
    });
    let server = server
        .workers(settings.workers)
        .client_request_timeout(HEADER_TIME)
        .on_connect(|_, connection| {
            connection.insert(Condemned::default());
        })
        .shutdown_timeout(DRAIN_SECONDS)
        .listen(listener)
        .map_err(|error| format!("cannot listen: {error}"))?
        .run();
    println!("LORnTECH is at {}", settings.public_url);
    Ok(server)
}

fn load_site(folder: &Path) -> Result<Site, String> {
    if !folder.join("index.html").is_file() {
        log::warn!("no site in {}: only the API is served", folder.display());
        return Ok(Site::default());
    }
    Site::load(folder).map_err(|error| format!("the site in {} cannot be read: {error}", folder.display()))
}

/// `/metrics` on a port of its own.
fn metrics(settings: &Settings) -> Result<Option<ServerHandle>, String> {
    let Some(port) = settings.metrics_port else { return Ok(None) };
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new()
        .set_buckets(&[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0])
        .map_err(|error| error.to_string())?
        .install_recorder()
        .map_err(|error| error.to_string())?;
    let listener = listen(&settings.host, port, "LORNTECH_METRICS_PORT (--metrics-port)")?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let recorder = Data::new(recorder);
    let render = async |recorder: Data<metrics_exporter_prometheus::PrometheusHandle>| {
        recorder.run_upkeep();
        HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(recorder.render())
    };
    let server = HttpServer::new(move || App::new().app_data(recorder.clone()).route("/metrics", web::get().to(render)))
        .workers(1)
        .disable_signals()
        .listen(listener)
        .map_err(|error| format!("cannot listen for metrics: {error}"))?
        .run();
    let handle = server.handle();
    rt::spawn(server);
    println!("Metrics are at http://{address}/metrics");
    Ok(Some(handle))
}

fn listen(host: &str, port: u16, setting: &str) -> Result<TcpListener, String> {
    TcpListener::bind((host, port)).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("Port {port} is taken: stop what listens there, or choose another with {setting}.")
        }
        std::io::ErrorKind::PermissionDenied => {
            format!("Port {port} needs rights that this user lacks: choose one above 1023 with {setting}.")
        }
        _ => format!("Cannot listen on {host}:{port}: {error}."),
    })
}

/// The worker alone.
pub async fn work(args: ServiceArgs) -> Result<(), String> {
    let settings = args.settle()?;
    let database = Database::open(&args.database).await?;
    let state = Arc::new(state(&settings, &database.url, Arc::default())?);
    let background = Background::start(&settings, &state)?;
    let mut terminate = terminations()?;
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
    background.end().await;
    database.close()
}

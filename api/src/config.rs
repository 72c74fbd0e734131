//! Settings: from flags, else from the environment. Whatever is wrong is said at once, all of it.

use std::{path::PathBuf, sync::Arc};

use base64::{Engine, engine::general_purpose::STANDARD};
use clap::Args;
use lettre::message::Mailbox;

use crate::{
    auth::Authority,
    clock,
    db::private,
    documents::Scanner,
    identity::oidc,
    seed,
    sync::follow::{
        self,
        partner::{Credentials, PartnerSettings},
    },
};

/// Settings of every command that needs the database.
#[derive(Args, Clone, Debug, Default)]
pub struct DatabaseArgs {
    /// Where the private PostgreSQL, the secret and the mailbox of the demonstration live
    #[arg(long, env = "LORNTECH_DATA_DIR", default_value = ".data", value_name = "FOLDER")]
    pub data_dir: PathBuf,
    /// A PostgreSQL of your own, as the runtime role; without it a private one is started
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// The same database as the role that owns the tables, for migrations
    #[arg(long, env = "LORNTECH_OWNER_DATABASE_URL", hide_env_values = true, value_name = "URL")]
    pub owner_database_url: Option<String>,
    /// Accept a server that may lose acknowledged data (debug builds only, for tests)
    #[arg(long, hide = true)]
    pub unsafe_durability: bool,
}

/// Settings of the service and its worker.
#[derive(Args, Clone, Debug, Default)]
pub struct ServiceArgs {
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Address to listen on
    #[arg(long, env = "LORNTECH_HOST", default_value = "127.0.0.1")]
    pub host: String,
    /// Port to listen on; 0 takes a free one
    #[arg(long, env = "LORNTECH_PORT", default_value = "8080")]
    pub port: String,
    /// Address that people and partners use, without a slash at its end
    #[arg(long, env = "LORNTECH_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// At least 32 random bytes in base64; every key is drawn from it
    #[arg(long, env = "LORNTECH_SECRET", hide_env_values = true, value_name = "BASE64")]
    pub secret: Option<String>,
    /// Mail server: smtp://host:port, smtps://user:password@host
    #[arg(long, env = "LORNTECH_SMTP_URL", hide_env_values = true, value_name = "URL")]
    pub smtp_url: Option<String>,
    /// Sender of mails
    #[arg(
        long,
        env = "LORNTECH_MAIL_FROM",
        default_value = "LORnTECH <ne-pas-repondre@lorntech.example>",
        value_name = "ADDRESS"
    )]
    pub mail_from: String,
    /// Domain whose mails are piped into `lorntech mail receive`: letters about requests can be replied to by mail then
    #[arg(long, env = "LORNTECH_REPLY_DOMAIN", value_name = "DOMAIN")]
    pub reply_domain: Option<String>,
    /// Demonstration mode: accounts and requests that are visibly fictitious, mails into a page; loopback only
    #[arg(long, env = "LORNTECH_DEMO", value_parser = clap::builder::FalseyValueParser::new())]
    pub demo: bool,
    /// Password of the demonstration accounts; without it one is made and printed
    #[arg(long, env = "LORNTECH_DEMO_PASSWORD", hide_env_values = true, value_name = "PASSWORD")]
    pub demo_password: Option<String>,
    /// Another demonstration that plays a partner region, as lu=http://127.0.0.1:8081: this one follows it and lets it follow
    #[arg(long, env = "LORNTECH_DEMO_PARTNER", value_name = "REGION=URL")]
    pub demo_partner: Option<String>,
    /// A file with the providers of OpenID Connect by which people may sign in
    #[arg(long, env = "LORNTECH_OIDC_PROVIDERS", value_name = "FILE")]
    pub oidc_providers: Option<PathBuf>,
    /// Where the files live that people send; `files` in the data folder unless told
    #[arg(long, env = "LORNTECH_FILES_DIR", value_name = "FOLDER")]
    pub files_dir: Option<PathBuf>,
    /// The virus scanner: clamd at host:port, or the path of its socket; without one, files are handed out unscanned
    #[arg(long, env = "LORNTECH_CLAMD", value_name = "ADDRESS")]
    pub clamd: Option<String>,
    /// Months for which files are kept after their request ended
    #[arg(long, env = "LORNTECH_DOCUMENTS_KEPT_MONTHS", default_value = "6", value_name = "NUMBER")]
    pub documents_kept_months: String,
    /// Addresses beside the public ones that webhooks may lead to, with commas between them; only where the public address is http
    #[arg(long, env = "LORNTECH_WEBHOOK_ADDRESSES", value_delimiter = ',', value_name = "ADDRESSES")]
    pub webhook_addresses: Vec<String>,
    /// A file with the partner regions that are followed
    #[arg(long, env = "LORNTECH_PARTNERS", value_name = "FILE")]
    pub partners: Option<PathBuf>,
    /// The built site
    #[arg(long, env = "LORNTECH_SITE_DIR", default_value = "frontend/dist", value_name = "FOLDER")]
    pub site_dir: PathBuf,
    /// Port for `/metrics`, on the same address; 0 takes a free one
    #[arg(long, env = "LORNTECH_METRICS_PORT", value_name = "PORT")]
    pub metrics_port: Option<String>,
    /// Threads that serve; as many as cores unless told
    #[arg(long, env = "LORNTECH_WORKERS", value_name = "NUMBER")]
    pub workers: Option<String>,
    /// Addresses of reverse proxies whose X-Forwarded-For is believed, with commas between them
    #[arg(long, env = "LORNTECH_TRUSTED_PROXIES", value_delimiter = ',', value_name = "ADDRESSES")]
    pub trusted_proxies: Vec<String>,
    /// Connections to the database per worker and purpose
    #[arg(long, env = "LORNTECH_POOL_SIZE", default_value = "8", value_name = "NUMBER")]
    pub pool_size: String,
}

/// Settings that hold together.
#[derive(Clone, Debug)]
pub struct Settings {
    pub host: String,
    pub port: u16,
    pub public_url: String,
    pub secret: Vec<u8>,
    pub mail: MailSettings,
    pub demo: Option<Demo>,
    pub providers: Vec<Arc<oidc::Provider>>,
    pub site_dir: PathBuf,
    pub metrics_port: Option<u16>,
    pub workers: usize,
    pub pool_size: usize,
    pub trusted_proxies: Vec<std::net::IpAddr>,
    pub data_dir: PathBuf,
    pub files_dir: PathBuf,
    pub clamd: Option<Scanner>,
    pub documents_kept_months: u32,
    pub webhook_addresses: Vec<std::net::IpAddr>,
    pub partners: Vec<PartnerSettings>,
}

#[derive(Clone, Debug)]
pub struct MailSettings {
    pub smtp_url: Option<String>,
    pub from: Mailbox,
    /// Without one, letters cannot be replied to.
    pub reply_domain: Option<String>,
}

/// The demonstration.
#[derive(Clone, Debug)]
pub struct Demo {
    pub password: String,
    /// The password was made, so it is printed.
    pub made: bool,
    /// The region that another demonstration plays.
    pub partner: Option<Authority>,
}

/// Secrets that stand in documentation; whoever copies one has none.
const EXAMPLES: &[&str] = &["changeme", "example", "secret"];

impl ServiceArgs {
    /// Checks everything and names everything that is wrong.
    pub fn settle(&self) -> Result<Settings, String> {
        let mut wrong = vec![];
        let mut number = |name: &str, text: &str, least: u16| match text.parse::<u16>() {
            Ok(number) if number >= least => number,
            _ => {
                wrong.push(format!("{name} must be a whole number from {least} to 65535, not “{text}”"));
                0
            }
        };
        let port = number("LORNTECH_PORT (--port)", &self.port, 0);
        let metrics_port = self.metrics_port.as_ref().map(|port| number("LORNTECH_METRICS_PORT (--metrics-port)", port, 0));
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let workers = self.workers.as_ref().map_or(cores, |workers| number("LORNTECH_WORKERS (--workers)", workers, 1).into());
        let pool_size = number("LORNTECH_POOL_SIZE (--pool-size)", &self.pool_size, 1).into();
        let documents_kept_months = match self.documents_kept_months.parse() {
            // No longer than what people are told.
            Ok(months @ 1..=6) => months,
            _ => {
                let text = &self.documents_kept_months;
                wrong.push(format!("LORNTECH_DOCUMENTS_KEPT_MONTHS must be a whole number from 1 to 6, not “{text}”"));
                0
            }
        };
        let clamd = self.clamd.as_ref().filter(|text| !text.is_empty()).and_then(|text| {
            let scanner = Scanner::from_setting(text);
            if scanner.is_none() {
                wrong.push(format!("LORNTECH_CLAMD (--clamd) must be host:port or the path of a socket, not “{text}”"));
            }
            scanner
        });
        let reply_domain = self.reply_domain.clone().filter(|domain| !domain.is_empty());
        if let Some(domain) = &reply_domain
            && (!domain.contains('.') || format!("reply@{domain}").parse::<lettre::Address>().is_err())
        {
            wrong.push(format!(
                "LORNTECH_REPLY_DOMAIN (--reply-domain) is not a domain like reponses.lorntech.example: “{domain}”"
            ));
        }
        let loopback = is_loopback(&self.host);
        if self.demo && !loopback {
            wrong.push(format!(
                "LORNTECH_DEMO (--demo) listens on loopback only, and LORNTECH_HOST (--host) is {}: use 127.0.0.1 or leave the demonstration",
                self.host
            ));
        }
        let public_url = self.public_url.clone().unwrap_or_else(|| format!("http://{}:{port}", self.host));
        check_public_url(&public_url, &mut wrong);
        let secret = self.secret(&mut wrong);
        let from = self.mail_from.parse().map_err(|_| {
            wrong.push(format!("LORNTECH_MAIL_FROM (--mail-from) is not a mail address: “{}”", self.mail_from));
        });
        if let Some(url) = &self.smtp_url
            && !crate::notifications::is_mail_server(url)
        {
            wrong.push("LORNTECH_SMTP_URL (--smtp-url) must be smtp://host:port or smtps://user:password@host".to_owned());
        }
        if self.smtp_url.is_none() && !self.demo {
            wrong.push("LORNTECH_SMTP_URL (--smtp-url) is missing: requests without an account are confirmed by mail".to_owned());
        }
        if let Some(password) = &self.demo_password
            && !(8..=128).contains(&password.chars().count())
        {
            wrong.push("LORNTECH_DEMO_PASSWORD must have 8 to 128 characters".to_owned());
        }
        if self.database.unsafe_durability && !cfg!(debug_assertions) {
            wrong.push("--unsafe-durability is for tests: a release build does not know it".to_owned());
        }
        let trusted_proxies = self.trusted_proxies.iter().filter_map(|text| {
            let address = text.trim().parse();
            if address.is_err() {
                wrong.push(format!("LORNTECH_TRUSTED_PROXIES (--trusted-proxies) names what is no address: “{text}”"));
            }
            address.ok()
        });
        let trusted_proxies = trusted_proxies.collect();
        let webhook_addresses = self.webhook_addresses.iter().filter(|text| !text.is_empty()).filter_map(|text| {
            let address = text.trim().parse().ok();
            if address.is_none() || !public_url.starts_with("http://") {
                wrong.push(format!(
                    "LORNTECH_WEBHOOK_ADDRESSES (--webhook-addresses) names addresses, and only where LORNTECH_PUBLIC_URL is of this machine, with http: “{text}”"
                ));
            }
            address
        });
        let webhook_addresses = webhook_addresses.collect();
        let providers = self.oidc_providers.as_ref().map_or_else(Vec::new, |file| oidc::settings::read(file, &mut wrong));
        let mut partners = self.partners.as_ref().map_or_else(Vec::new, |file| follow::settings::read(file, &mut wrong));
        let demo = self.demo.then(|| self.demonstration());
        let partner = self.demo_partner.as_ref().filter(|text| !text.is_empty());
        let demo_partner = partner.and_then(|text| self.demo_partner(text, demo.as_ref(), &mut wrong));
        let demo = demo.map(|demo| Demo { partner: demo_partner.as_ref().map(|partner| partner.authority), ..demo });
        partners.extend(demo_partner);
        let (Ok(from), true) = (from, wrong.is_empty()) else {
            return Err(format!("The settings are wrong:\n  - {}", wrong.join("\n  - ")));
        };
        Ok(Settings {
            host: self.host.clone(),
            port,
            public_url: public_url.trim_end_matches('/').to_owned(),
            secret,
            mail: MailSettings { smtp_url: self.smtp_url.clone(), from, reply_domain },
            demo,
            providers,
            site_dir: self.site_dir.clone(),
            metrics_port,
            workers,
            pool_size,
            trusted_proxies,
            data_dir: self.database.data_dir.clone(),
            files_dir: self.files_dir.clone().unwrap_or_else(|| self.database.data_dir.join("files")),
            clamd,
            documents_kept_months,
            webhook_addresses,
            partners,
        })
    }

    fn demonstration(&self) -> Demo {
        match &self.demo_password {
            Some(password) => Demo { password: password.clone(), made: false, partner: None },
            None => Demo { password: clock::new_reference("demo"), made: true, partner: None },
        }
    }

    /// Each of the two demonstrations is a client of the other, by the password that both have.
    fn demo_partner(&self, text: &str, demo: Option<&Demo>, wrong: &mut Vec<String>) -> Option<PartnerSettings> {
        let named = text.split_once('=').and_then(|(region, url)| Some((Authority::from_name(region)?, url.to_owned())));
        let local = |url: &str| url::Url::parse(url).is_ok_and(|url| url.host_str().is_some_and(is_loopback));
        match (named, demo) {
            (Some((authority, url)), Some(Demo { password, made: false, .. })) if local(&url) => Some(PartnerSettings {
                authority,
                url: url.trim_end_matches('/').to_owned(),
                client_id: seed::sandbox::PARTNER_CLIENT.to_string(),
                credentials: Credentials::ClientSecret(password.clone()),
            }),
            _ => {
                wrong.push(format!(
                    "LORNTECH_DEMO_PARTNER (--demo-partner) must be a region and an address of this machine, as lu=http://127.0.0.1:8081, in a demonstration (--demo) whose LORNTECH_DEMO_PASSWORD is that of the other: “{text}”"
                ));
                None
            }
        }
    }

    /// The secret given, else the one kept beside the private PostgreSQL.
    fn secret(&self, wrong: &mut Vec<String>) -> Vec<u8> {
        let Some(text) = &self.secret else {
            if self.database.database_url.is_none() {
                return private::kept_secret(&self.database.data_dir).unwrap_or_else(|error| {
                    wrong.push(error);
                    vec![]
                });
            }
            wrong.push("LORNTECH_SECRET is missing: make one with `openssl rand -base64 32`".to_owned());
            return vec![];
        };
        let plain = text.to_ascii_lowercase();
        match STANDARD.decode(text.trim()) {
            Ok(bytes) if bytes.len() >= 32 && is_varied(&bytes) && !EXAMPLES.iter().any(|example| plain.contains(example)) => {
                bytes
            }
            _ => {
                wrong.push(
                    "LORNTECH_SECRET must be at least 32 random bytes in base64: make one with `openssl rand -base64 32`"
                        .to_owned(),
                );
                vec![]
            }
        }
    }
}

/// Random bytes hardly repeat.
fn is_varied(bytes: &[u8]) -> bool {
    bytes.iter().collect::<std::collections::HashSet<_>>().len() >= 16
}

/// Whether it names this machine.
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn check_public_url(url: &str, wrong: &mut Vec<String>) {
    let parsed = url::Url::parse(url).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.path() == "/");
    match parsed.as_ref().and_then(|url| url.host_str()) {
        None => {
            wrong.push(format!("LORNTECH_PUBLIC_URL (--public-url) is not an address like https://lorntech.example: “{url}”"))
        }
        Some(host) if url.starts_with("http://") && !is_loopback(host) => {
            wrong.push(format!("LORNTECH_PUBLIC_URL (--public-url) must be https, for {host} is not this machine"));
        }
        Some(_) => {}
    }
}

//! Logs by env_logger: plain lines for people, JSON lines for machines; each with the request it belongs to.

use std::io::Write;

use log::kv::{Key, Value, VisitSource};

/// `LORNTECH_LOG` filters as env_logger does, `LORNTECH_LOG_FORMAT` is `plain` or `json`.
pub fn init() {
    let mut builder = env_logger::Builder::from_env(env_logger::Env::new().filter_or("LORNTECH_LOG", "info"));
    if std::env::var("LORNTECH_LOG_FORMAT").is_ok_and(|format| format == "json") {
        builder.format(|out, record| {
            let mut line = serde_json::Map::new();
            line.insert("at".into(), out.timestamp_millis().to_string().into());
            line.insert("level".into(), record.level().as_str().to_lowercase().into());
            line.insert("target".into(), record.target().into());
            line.insert("message".into(), record.args().to_string().into());
            let _ = record.key_values().visit(&mut Fields(&mut line));
            writeln!(out, "{}", serde_json::Value::Object(line))
        });
    }
    builder.init();
    std::panic::set_hook(Box::new(|panic| log::error!("{}", place(panic))));
}

/// Where a panic began. Its message may hold what somebody sent, and its backtrace fills a log.
fn place(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let place = panic.location().map(|place| {
        let file = std::path::Path::new(place.file()).file_stem().unwrap_or_default();
        format!(" in {}, line {}", file.to_string_lossy(), place.line())
    });
    format!("the program panicked{}", place.unwrap_or_default())
}

/// Key-value pairs as members of the line.
struct Fields<'a>(&'a mut serde_json::Map<String, serde_json::Value>);

impl<'kvs> VisitSource<'kvs> for Fields<'_> {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), log::kv::Error> {
        let value =
            value.to_u64().map(Into::into).or_else(|| value.to_f64().map(Into::into)).unwrap_or_else(|| value.to_string().into());
        self.0.insert(key.to_string(), value);
        Ok(())
    }
}

//! The mailbox of the demonstration: what would have been sent, in a folder, so that nothing leaves the machine.

use std::path::{Path, PathBuf};

use actix_web::{HttpResponse, get, web::Data};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{error::ErrorCode, http::Problem, state::State};

/// How many messages the page shows.
const SHOWN: usize = 100;

/// A message that was not sent but kept.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    pub id: uuid::Uuid,
    pub at: DateTime<Utc>,
    pub to: Vec<String>,
    pub subject: String,
    pub text: String,
    /// Where this kind of letter is ended, if it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list_unsubscribe: Option<String>,
    /// Where it can be answered by mail, if it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The file that comes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
}

pub fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("mailbox")
}

/// Keeps a message; it appears whole or not at all.
pub fn keep(folder: &Path, message: &Kept) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let unfinished = folder.join(format!("{}.unfinished", message.id));
    std::fs::write(&unfinished, serde_json::to_vec(message)?)?;
    std::fs::rename(unfinished, folder.join(format!("{}.json", message.id)))
}

/// The newest messages first: their names rise with time.
fn read(folder: &Path) -> Vec<Kept> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|entries| {
            entries
                .filter_map(Result::ok)
                .map(|entry| entry.path())
                .filter(|path| path.extension().is_some_and(|e| e == "json"))
                .collect()
        })
        .unwrap_or_default();
    files.sort();
    files.iter().rev().take(SHOWN).filter_map(|file| serde_json::from_slice(&std::fs::read(file).ok()?).ok()).collect()
}

/// The messages, for the page of the demonstration; elsewhere there is no such page.
#[get("/demo/mailbox.json")]
pub async fn mailbox(state: Data<State>) -> Result<HttpResponse, Problem> {
    if state.settings.demo.is_none() {
        return Err(ErrorCode::NotFound.into());
    }
    let folder = folder(&state.settings.data_dir);
    let kept = actix_web::web::block(move || read(&folder)).await.map_err(|_| ErrorCode::InternalError)?;
    let body = serde_json::json!({ "items": kept }).to_string();
    Ok(HttpResponse::Ok().content_type("application/json").body(body))
}

/// Whether this is a demonstration.
#[get("/demo/status.json")]
pub async fn status(state: Data<State>) -> HttpResponse {
    let body = serde_json::json!({ "demo": state.settings.demo.is_some() }).to_string();
    HttpResponse::Ok().content_type("application/json").body(body)
}

//! Takes one message in: whose it is, what is new in it, its files; and what whoever wrote it is told when it is not taken.

use futures_util::{StreamExt, stream};

use super::{
    Outcome,
    reading::{self, Attachment, Reading},
};
use crate::{
    auth::Actor,
    db::Origin,
    documents::media_type_by_name,
    error::{ErrorCode, Language},
    http::{FileBody, Problem},
    ids::DocumentId,
    service_requests::{
        documents::{Incoming, store},
        replies::{self, Refusal, Reply},
    },
    state::State,
};

/// As many characters as a message may have.
const LONGEST: usize = 10_000;
/// So many files of a message are looked at.
const MOST_FILES: usize = 10;
/// Before the mark that signs who writes about what.
const LOCAL_PART: &str = "reply+";

pub async fn receive(state: &State, bytes: &[u8], recipient: Option<&str>, sender: Option<&str>) -> Result<Outcome, Problem> {
    let Some(reading) = reading::read(bytes) else { return Ok(Outcome::NoMessage) };
    // Whoever answers automatically is not answered, be it about a wrong address.
    if reading.automatic || sender.is_some_and(|sender| sender.trim_matches(['<', '>']).is_empty()) {
        log::info!("a message that a program wrote is left alone");
        return Ok(Outcome::Taken);
    }
    let own = reading.recipients.iter().map(String::as_str);
    let Some(id) = recipient.into_iter().chain(own).find_map(|address| signed(state, address)) else {
        return Ok(Outcome::NoUser);
    };
    let Some(reply) = replies::find(state, id).await? else { return Ok(Outcome::NoUser) };
    if replies::is_known(state, &reply, &reading.digest).await? {
        return Ok(Outcome::Taken);
    }
    take(state, &reply, reading).await.map(|()| Outcome::Taken)
}

/// The id that an address of ours signs for.
fn signed(state: &State, address: &str) -> Option<crate::ids::ReplyId> {
    let (local, domain) = address.trim().trim_matches(['<', '>']).rsplit_once('@')?;
    let ours = state.settings.mail.reply_domain.as_deref().is_some_and(|ours| domain.eq_ignore_ascii_case(ours));
    let local = local.to_ascii_lowercase();
    let token = local.strip_prefix(LOCAL_PART).filter(|_| ours)?;
    state.keys.reply_of(token)
}

async fn take(state: &State, reply: &Reply, reading: Reading) -> Result<(), Problem> {
    let Reading { digest, text, files, .. } = reading;
    let Some(actor) = replies::actor(state, reply).await? else {
        return replies::refuse(state, reply, Refusal::Over, None).await;
    };
    if text.chars().count() > LONGEST {
        return replies::refuse(state, reply, Refusal::TooLong, None).await;
    }
    if text.is_empty() && files.is_empty() {
        return replies::refuse(state, reply, Refusal::Empty, None).await;
    }
    let language = Language::negotiate(Some(&reply.language));
    let mut kept = vec![];
    let mut left_out = vec![];
    for (place, file) in files.into_iter().enumerate() {
        let name = file.name.clone();
        let outcome =
            if place < MOST_FILES { send(state, &actor, reply, file).await } else { Err(ErrorCode::TooManyDocuments.into()) };
        match outcome {
            Ok(id) => kept.push(id),
            // It would not go better the next time, and the message is taken without it.
            Err(problem) if is_of_the_file(&problem) => left_out.push(format!("{name} : {}", why(&problem, language))),
            Err(problem) => {
                replies::forget_files(state, kept).await?;
                return settle(state, reply, Err(problem)).await;
            }
        }
    }
    let text = if text.is_empty() { "—".to_owned() } else { text };
    let written = replies::write(state, reply, actor, text, kept.clone(), digest).await;
    if written.is_err() {
        replies::forget_files(state, kept).await?;
    }
    settle(state, reply, written).await?;
    if left_out.is_empty() { Ok(()) } else { replies::refuse(state, reply, Refusal::Files, Some(left_out.join("\n"))).await }
}

/// Nobody may write there any more, or not at this point; that it was taken in the meantime is good.
async fn settle(state: &State, reply: &Reply, written: Result<(), Problem>) -> Result<(), Problem> {
    match written {
        Err(problem) if problem.code == ErrorCode::AlreadyExists => Ok(()),
        Err(problem) if matches!(problem.code, ErrorCode::NotFound | ErrorCode::Forbidden | ErrorCode::StateConflict) => {
            replies::refuse(state, reply, Refusal::Over, None).await
        }
        outcome => outcome,
    }
}

async fn send(state: &State, actor: &Actor, reply: &Reply, file: Attachment) -> Result<DocumentId, Problem> {
    let Attachment { name, media_type, bytes } = file;
    let length = Some(bytes.len());
    // Mail programs often do not know what they send.
    let declared = media_type_by_name(&name, &media_type).to_owned();
    let bytes = stream::once(async { Ok(bytes::Bytes::from(bytes)) }).boxed_local();
    let read = crate::http::answer::OptionalIfMatch::NONE;
    let file = FileBody { media_type: declared, length, bytes };
    let incoming = Incoming { request: reply.request, name, file, with_message: true, question: None, read };
    let answer = store(state, actor, Origin::by_mail(actor), incoming).await?;
    let id = answer.location.as_deref().and_then(|path| path.rsplit('/').next()).and_then(|id| id.parse().ok());
    id.map(DocumentId).ok_or_else(|| ErrorCode::InternalError.into())
}

fn is_of_the_file(problem: &Problem) -> bool {
    matches!(
        problem.code,
        ErrorCode::InvalidBody | ErrorCode::BodyTooLarge | ErrorCode::TooManyDocuments | ErrorCode::DocumentQuota
    )
}

fn why(problem: &Problem, language: Language) -> String {
    let errors = problem.errors(language);
    errors.first().map_or_else(|| problem.code.title().say(language, &[]), |error| error.detail.clone())
}

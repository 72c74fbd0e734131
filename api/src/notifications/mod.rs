//! What the platform writes to people: letters in the outbox, worded in the reader's language when they leave.

mod dispatch;
pub mod mailbox;
mod words;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use dispatch::{Post, is_mail_server, run};

use crate::{
    http::LangText,
    ids::{LinkId, RequestId, TotemId},
    service_requests::model::ServiceRequest,
};

/// Why somebody is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    Confirm,
    Submitted,
    Message,
    AskedBack,
    Answered,
    Rejected,
    NewRequest,
    Reply,
    Reopened,
}

/// To whom a letter goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    Person {
        name: String,
        email: String,
        language: String,
    },
    /// Everybody who works at a site when the letter leaves.
    Site(TotemId),
}

/// A letter about a request, before it is worded. A link in it is only an id: its token is made when the letter leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Letter {
    pub to: Recipient,
    pub occasion: Occasion,
    pub request: RequestId,
    pub link: Option<LinkId>,
    pub reference: String,
    pub subject: String,
    pub service: LangText,
    pub totem: String,
    pub totem_slug: String,
    pub contact: String,
    pub due_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub text: Option<String>,
}

impl Letter {
    pub fn to_requester(request: &ServiceRequest, occasion: Occasion, text: Option<String>, link: Option<LinkId>) -> Self {
        let contact = &request.contact;
        let (name, email, language) = (contact.name.clone(), contact.email.clone(), contact.language.clone());
        Self { link, text, ..Self::about(request, occasion, Recipient::Person { name, email, language }) }
    }

    pub fn to_site(request: &ServiceRequest, occasion: Occasion) -> Self {
        Self::about(request, occasion, Recipient::Site(request.totem.id))
    }

    fn about(request: &ServiceRequest, occasion: Occasion, to: Recipient) -> Self {
        Self {
            to,
            occasion,
            request: request.id,
            link: None,
            reference: request.reference.clone(),
            subject: request.subject.clone(),
            service: request.service.name.clone(),
            totem: request.totem.name.clone(),
            totem_slug: request.totem.slug.clone(),
            contact: request.contact.name.clone(),
            due_at: request.due_at,
            reason: request.reason.clone(),
            text: None,
        }
    }
}

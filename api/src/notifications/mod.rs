//! What the platform writes to people: letters in the outbox, worded in the reader's language when they leave.

mod account_words;
mod booking_words;
mod create_my_notification_read;
mod dispatch;
mod evidence_words;
mod get_my_notification_settings;
mod html;
mod invitation_words;
mod list_my_notifications;
pub mod mailbox;
mod milestone_words;
mod record_words;
mod review_words;
mod saved_search_words;
mod security_words;
mod settings;
mod unsubscription;
mod update_my_notification_settings;
mod webhook_words;
mod words;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use dispatch::{Post, is_mail_server, is_off, run};
pub use settings::NotificationKind;
pub use words::month;

use crate::{
    auth::{Authority, Role},
    directory::model::ReviewReason,
    http::LangText,
    ids::{
        AccountId, AccountLinkId, BookingId, ClaimId, ConfirmationId, DocumentId, DossierReviewId, InvitationId, LinkId,
        MilestoneId, OrganizationId, ProposalId, RequestId, SavedSearchId, TotemId, WebhookId,
    },
    invitations::model::Invitation,
    openapi::ServiceConfig,
    privacy::Kept,
    service_requests::model::ServiceRequest,
    webhooks::DisabledReason,
};

pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_my_notifications::list_my_notifications)
        .service(create_my_notification_read::create_my_notification_read)
        .service(get_my_notification_settings::get_my_notification_settings)
        .service(update_my_notification_settings::update_my_notification_settings)
        .service(unsubscription::get_unsubscription)
        .service(unsubscription::create_unsubscription);
}

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
    /// To whoever asked: it waited too long for their reply.
    Expired,
    /// To whoever asked: it was answered, and no reply came.
    Closed,
    /// To whoever asked: another site answers.
    HandedOver,
    /// To whoever asked: two of their requests are one.
    Merged,
    /// To that site.
    TakenOver,
    /// To those in charge: the deadline is near, or has passed.
    DueSoon,
    Overdue,
    /// To their managers: it has passed.
    Escalated,
    /// To whoever asked: the site still waits for their reply.
    Waiting,
    /// To whoever asked with an account: it was not sent yet, for a file is missing.
    Unsent,
    /// To whoever replied by mail: it was not taken, or not as a whole.
    MailRefused,
    /// To whoever sent a file: it was infected, and is deleted.
    FileInfected,
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
    /// Somebody who works at a site.
    Agent(AccountId),
    /// Everybody who works at a site when the letter leaves.
    Site(TotemId),
    /// Those of them who are in charge of the request then, or everybody when nobody is.
    InCharge(TotemId),
    /// The managers of a site.
    Managers(TotemId),
}

/// A letter before it is worded. A link in it is only an id: its token is made when the letter leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Letter {
    Request(Box<RequestLetter>),
    Invitation(InvitationLetter),
    Security(SecurityLetter),
    Account(AccountLetter),
    Record(RecordLetter),
    SavedSearch(SavedSearchLetter),
    Booking(BookingLetter),
    Webhook(WebhookLetter),
    Milestone(MilestoneLetter),
    Review(ReviewLetter),
    Evidence(EvidenceLetter),
}

/// A letter about a webhook that we send nothing to any more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WebhookLetter {
    pub webhook: WebhookId,
    pub account: AccountId,
    pub host: String,
    pub reason: DisabledReason,
}

/// A letter that reminds of a milestone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MilestoneLetter {
    pub milestone: MilestoneId,
    pub account: AccountId,
    pub title: LangText,
    pub planned_on: NaiveDate,
    /// The slug of its candidacy.
    pub candidacy: String,
}

/// A letter that asks somebody to score a dossier.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReviewLetter {
    pub review: DossierReviewId,
    pub reviewer: AccountId,
    /// The name of its candidacy.
    pub candidacy: LangText,
}

/// A letter to whoever sent a file as evidence that was infected.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EvidenceLetter {
    pub document: DocumentId,
    pub sender: AccountId,
    /// How it is called.
    pub file: String,
    /// The slug of its candidacy.
    pub candidacy: String,
}

/// Why somebody is written to about bookings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BookingOccasion {
    Booked,
    Cancelled,
}

/// A letter about bookings of one person, which are read when it leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BookingLetter {
    pub about_booking: BookingOccasion,
    /// Whose they are, if they have an account.
    pub account: Option<AccountId>,
    pub bookings: Vec<BookingId>,
}

/// A letter about what has come to match a saved search. What is looked for is not in it: it is read when the letter leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedSearchLetter {
    pub saved_search: SavedSearchId,
    pub account: AccountId,
    /// The latest few.
    pub matches: Vec<OrganizationId>,
    /// How many there were, counted no further than [`crate::saved_searches::COUNTED`] and one.
    pub found: usize,
}

/// Why somebody is written to about a record of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordOccasion {
    Published,
    SentBack,
    Refused,
    Suspended,
    Archived,
    Deleted,
    /// A link to the address that is to prove a claim.
    ClaimLink,
    ClaimAccepted,
    ClaimRefused,
    /// Whether it is still right, with a link that says so.
    Confirm,
    /// A region proposes to change it.
    Proposed,
}

/// To whom a letter about a record goes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordReaders {
    /// Those who keep it when the letter leaves, or whoever proposed it if nobody does; whoever did it knows.
    Keepers {
        but: AccountId,
    },
    Account(AccountId),
    /// Somebody who keeps it, with the link of a confirmation.
    Asked {
        account: AccountId,
        confirmation: ConfirmationId,
    },
    /// Those who may answer what a region proposes, as long as it waits for an answer.
    Answerers {
        proposal: ProposalId,
        region: Authority,
    },
    /// Of somebody with an account, to another address of theirs, with the link of a claim.
    Address {
        account: AccountId,
        email: String,
        claim: ClaimId,
    },
}

/// A letter about a record.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordLetter {
    pub about_record: RecordOccasion,
    pub organization: OrganizationId,
    pub slug: String,
    pub name: String,
    pub to: RecordReaders,
    pub reason: Option<ReviewReason>,
    pub note: Option<String>,
}

/// A letter to somebody whose session we ended, because one of its tokens is in other hands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SecurityLetter {
    pub name: String,
    pub email: String,
    pub language: String,
    pub session_ended_at: DateTime<Utc>,
}

/// A letter that invites somebody to a right.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct InvitationLetter {
    pub invitation: InvitationId,
    pub email: String,
    /// Of whoever invites: nothing is known of who is invited.
    pub language: String,
    pub role: Role,
    /// The city of the Totem, or the organization.
    pub place: Option<String>,
    pub invited_by: Option<String>,
    pub expires_at: DateTime<Utc>,
}

impl InvitationLetter {
    pub fn of(invitation: &Invitation, language: &str) -> Self {
        let totem = invitation.totem.as_ref().map(|totem| totem.city.clone());
        Self {
            invitation: invitation.id,
            email: invitation.email.clone(),
            language: language.to_owned(),
            role: invitation.role,
            place: totem.or_else(|| invitation.organization.as_ref().map(|organization| organization.name.clone())),
            invited_by: invitation.invited_by.clone(),
            expires_at: invitation.expires_at,
        }
    }
}

/// Why the holder of an address is written to about an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountOccasion {
    /// Somebody signs up with this address, which has no account yet.
    SignUp,
    /// Somebody signs up with, or moves to, this address, which has an account.
    KnownAddress,
    PasswordReset,
    /// Somebody asks for a new password for this address, which has no account.
    UnknownAddress,
    PasswordChanged,
    /// To the new address.
    EmailChange,
    /// To the old one.
    EmailChanged,
    /// One may sign in by a provider from now on.
    IdentityLinked,
    IdentityUnlinked,
    Closed,
    SecondFactorAdded,
    SecondFactorRemoved,
    RecoveryCodeUsed,
    RecoveryCodesRenewed,
    /// By an administrator, for somebody who has lost theirs.
    SecondFactorReset,
    /// A copy of one's data can be downloaded.
    ExportReady,
    /// The account and all that is about its person is gone.
    Erased,
}

/// A letter about an account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountLetter {
    pub about_account: AccountOccasion,
    pub name: String,
    pub email: String,
    pub language: String,
    pub link: Option<AccountLinkId>,
    /// When a closed account, or a copy, is deleted.
    pub day: Option<DateTime<Utc>>,
    /// The provider of an identity that is linked or unlinked.
    #[serde(default)]
    pub provider: Option<String>,
    /// What stays although an account ends.
    #[serde(default)]
    pub kept: Vec<Kept>,
}

/// A letter about a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RequestLetter {
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
    pub ends_at: Option<DateTime<Utc>>,
    pub reason: Option<String>,
    pub text: Option<String>,
    /// Who answers for it at the site.
    #[serde(default)]
    pub in_charge: Vec<String>,
}

impl Letter {
    pub fn to_requester(request: &ServiceRequest, occasion: Occasion, text: Option<String>, link: Option<LinkId>) -> Self {
        let contact = &request.contact;
        let (name, email, language) = (contact.name.clone(), contact.email.clone(), contact.language.clone());
        let to = Recipient::Person { name, email, language };
        Self::Request(Box::new(RequestLetter { link, text, ..RequestLetter::about(request, occasion, to) }))
    }

    pub fn to_agent(request: &ServiceRequest, occasion: Occasion, text: Option<String>, agent: AccountId) -> Self {
        Self::Request(Box::new(RequestLetter { text, ..RequestLetter::about(request, occasion, Recipient::Agent(agent)) }))
    }

    pub fn to_site(request: &ServiceRequest, occasion: Occasion) -> Self {
        Self::Request(Box::new(RequestLetter::about(request, occasion, Recipient::Site(request.totem.id))))
    }

    pub fn to_those_in_charge(request: &ServiceRequest, occasion: Occasion) -> Self {
        Self::Request(Box::new(RequestLetter::about(request, occasion, Recipient::InCharge(request.totem.id))))
    }

    pub fn to_managers(request: &ServiceRequest, occasion: Occasion) -> Self {
        Self::Request(Box::new(RequestLetter::about(request, occasion, Recipient::Managers(request.totem.id))))
    }
}

impl RequestLetter {
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
            ends_at: request.ends_at.or(request.confirm_before),
            reason: request.reason.clone(),
            text: None,
            in_charge: request.assignees.iter().map(|assignee| assignee.name.clone()).collect(),
        }
    }
}

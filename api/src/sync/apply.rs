//! Takes over what an authority says of a record of its own. The greater revision applies, and clocks decide nothing; two
//! who say something at once meet at the key of `partner_records`, and there is no other check.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    model::{SYSTEM, SyncKind, TombstoneReason},
    records::{self, Claim, Known},
    source::Record,
};
use crate::{
    auth::Authority,
    db::{Event, Kind, Tx},
    directory::queries::{self as directory, Change},
    error::ErrorCode,
    http::Problem,
    ids::OrganizationId,
};

/// What an authority calls a record of its own.
#[derive(Clone, Debug)]
pub struct Named {
    pub authority: Authority,
    pub system: String,
    pub kind: SyncKind,
    pub external_id: String,
}

/// What it says of it.
#[derive(Clone)]
pub enum Said {
    Is(Box<Record>),
    Gone {
        reason: TombstoneReason,
        /// What its authority calls the record that took it in.
        merged_into: Option<String>,
    },
}

#[derive(Clone)]
pub struct Offer {
    pub named: Named,
    pub source_revision: i64,
    pub said: Said,
    /// As it came, for whoever has to settle it.
    pub data: Value,
}

/// What is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A greater revision alone.
    Greater,
    /// The same from a feed: what is gone may be told with the revision before, for the feed tells of it at once.
    Read,
    /// Other content of the same revision: a person has decided.
    Same,
    /// Whatever differs: the authority began anew.
    Different,
    /// Whatever comes: a planted fault.
    #[cfg(feature = "planted-faults")]
    Any,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceOutcome {
    Created,
    Updated,
    Withdrawn,
    /// It was said before.
    Unchanged,
}

pub struct Applied {
    pub outcome: SourceOutcome,
    pub id: OrganizationId,
    pub events: Vec<Event>,
    /// Numbers of registers that other records have: a person compares.
    pub taken: Vec<String>,
}

impl Offer {
    pub fn name(&self) -> String {
        match &self.said {
            Said::Is(record) => record.new.name.clone(),
            Said::Gone { .. } => self.named.external_id.clone(),
        }
    }

    pub fn digest(&self) -> Vec<u8> {
        match &self.said {
            Said::Is(record) => record.digest(),
            Said::Gone { reason, .. } => reason.name().as_bytes().to_vec(),
        }
    }

    /// What a record of ours would be called here, or a new id.
    fn new_id(&self) -> OrganizationId {
        let same = Uuid::try_parse(&self.named.external_id).ok().filter(|_| self.named.system == SYSTEM);
        same.map_or_else(OrganizationId::new, OrganizationId)
    }
}

/// Applies it, or says why not.
pub async fn apply(tx: &mut Tx, offer: &Offer, rule: Rule) -> Result<Applied, Problem> {
    if records::own_authority(tx).await? == offer.named.authority.name() {
        return Err(foreign(offer.named.authority.name()));
    }
    let Some(claim) = records::claim(tx, offer, offer.new_id(), rule).await? else {
        let known = records::known(tx, &offer.named).await?.ok_or(ErrorCode::InternalError)?;
        return settled(offer, &known, rule);
    };
    match &offer.said {
        Said::Is(record) => write(tx, offer, claim, record).await,
        Said::Gone { reason, merged_into } => withdraw(tx, offer, claim, *reason, merged_into.as_deref()).await,
    }
}

/// What is wrong with a member is so below `data`, where it came from.
fn in_data(problem: Problem) -> Problem {
    if problem.code == ErrorCode::InvalidBody { problem.within("/data") } else { problem }
}

/// It does not count; nothing has been written.
fn settled(offer: &Offer, known: &Known, rule: Rule) -> Result<Applied, Problem> {
    let same = known.digest == offer.digest() || (rule == Rule::Read && known.state == "deleted");
    match known.source_revision.cmp(&offer.source_revision) {
        _ if same && known.source_revision == offer.source_revision => {
            Ok(Applied { outcome: SourceOutcome::Unchanged, id: known.record_id, events: vec![], taken: vec![] })
        }
        std::cmp::Ordering::Greater => Err(Problem::new(ErrorCode::StaleRevision).with([known.source_revision.to_string()])),
        _ => Err(Problem::new(ErrorCode::RevisionConflict).with([known.source_revision.to_string()])),
    }
}

fn foreign(authority: &str) -> Problem {
    Problem::new(ErrorCode::ForeignAuthority).with([authority])
}

async fn write(tx: &mut Tx, offer: &Offer, Claim { id }: Claim, record: &Record) -> Result<Applied, Problem> {
    let new = &record.new;
    let activity = new.activity.as_ref().map(|(nomenclature, code)| (nomenclature.as_str(), code.as_str()));
    directory::check_codes(tx, new.legal_form.as_deref(), activity).await.map_err(in_data)?;
    if let Some(terms) = &record.terms {
        records::insert_source(tx, terms).await?;
    }
    let (outcome, action) = match records::lock(tx, id).await? {
        None => {
            directory::insert(tx, id, new, &[]).await?;
            (SourceOutcome::Created, "organization.created")
        }
        Some(held) if held.authority != offer.named.authority.name() => return Err(foreign(&held.authority)),
        Some(_) => {
            let change = Change {
                status: Some("published".to_owned()),
                review_reason: Some(None),
                review_note: Some(None),
                was_public: Some(false),
                merged_into: Some(None),
                ..Change::to(new.clone())
            };
            directory::update(tx, id, change).await?;
            (SourceOutcome::Updated, "organization.updated")
        }
    };
    let taken = directory::replace_free_identifiers(tx, id, &record.identifiers).await?;
    let revision = directory::revision(tx, id).await?;
    Ok(Applied { outcome, id, events: vec![Event::new(action, Kind::Organization, id.0, revision)], taken })
}

/// The record goes; of one that was erased nothing stays.
async fn withdraw(
    tx: &mut Tx,
    offer: &Offer,
    Claim { id }: Claim,
    reason: TombstoneReason,
    merged_into: Option<&str>,
) -> Result<Applied, Problem> {
    let held = records::lock(tx, id).await?;
    let mut events = vec![];
    match held {
        Some(held) if held.authority != offer.named.authority.name() => return Err(foreign(&held.authority)),
        Some(held) if reason == TombstoneReason::Erased => {
            records::erase(tx, id).await?;
            events.push(Event::new("organization.moved", Kind::Organization, id.0, held.revision + 1).gone());
        }
        Some(held) if held.status != "deleted" => {
            let target = match merged_into.filter(|_| reason == TombstoneReason::Merged) {
                Some(target) => records::record_of(tx, &offer.named, target).await?.filter(|target| *target != id),
                None => None,
            };
            let change = Change {
                status: Some("deleted".to_owned()),
                review_reason: Some(Some(reason.review().to_owned())),
                review_note: Some(None),
                was_public: Some(true),
                merged_into: Some(target.map(|target| target.0)),
                ..Change::default()
            };
            directory::update(tx, id, change).await?;
            directory::replace_identifiers(tx, id, &[]).await?;
            directory::forget_relations(tx, id).await?;
            let revision = directory::revision(tx, id).await?;
            events.push(Event::new("organization.moved", Kind::Organization, id.0, revision).gone());
        }
        _ => {}
    }
    Ok(Applied { outcome: SourceOutcome::Withdrawn, id, events, taken: vec![] })
}

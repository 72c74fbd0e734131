//! Who is asking, as row-level security knows it: settings of one transaction, which every policy compares with its rows.
//! A connection that says nothing sees nothing of anybody (decision 0013).

use std::fmt::{Display, Write};

use uuid::Uuid;

use crate::{
    auth::{Account, Actor, Authority, Role},
    ids::{AccountId, ApiClientId, RequestId},
};

/// What a transaction sees of the rows that belong to somebody.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    role: Option<&'static str>,
    /// Whose idempotency keys: the id of the caller, or the word for a caller without one.
    principal: String,
    account: Option<AccountId>,
    client: Option<ApiClientId>,
    authority: Option<Authority>,
    request: Option<RequestId>,
    totems: Vec<Uuid>,
    organizations: Vec<Uuid>,
}

impl Sight {
    /// All rows: what is done before it is known who asks, and by nobody's request.
    pub(super) const SERVICE: &str = "service";

    pub fn of(actor: &Actor) -> Self {
        let (kind, id) = actor.audit_name();
        let principal = id.map_or_else(|| kind.to_owned(), |id| id.to_string());
        match actor {
            Actor::Anonymous => Self { principal, ..Self::default() },
            Actor::Client(client) => Self { principal, client: Some(client.id), authority: client.authority, ..Self::default() },
            Actor::Link { request, .. } => Self { principal, request: Some(*request), ..Self::default() },
            Actor::Account(account) => Self { principal, ..Self::from(account) },
        }
    }

    /// What is an account's own, before its rights are known.
    pub fn own(account: AccountId) -> Self {
        Self { account: Some(account), ..Self::default() }
    }

    /// The same in the midst of a request, whose idempotency keys stay the caller's.
    pub(super) fn own_within(self, account: AccountId) -> Self {
        Self { principal: self.principal, ..Self::own(account) }
    }

    pub(super) fn everything() -> Self {
        Self { role: Some(Self::SERVICE), ..Self::default() }
    }

    /// And the request that is being made.
    pub(super) fn with(self, request: RequestId) -> Self {
        Self { request: Some(request), ..self }
    }

    /// Begins a transaction that sees this much, with the caller's idempotency keys or without. All values are ids and
    /// words of ours, so that none needs quoting.
    pub(super) fn begin(&self, keys: bool) -> String {
        let Self { role, principal, account, client, authority, request, totems, organizations } = self;
        let mut statement = "BEGIN".to_owned();
        let mut set = |name: &str, value: &dyn Display| {
            let _ = write!(statement, "; SET LOCAL lorntech.{name} = '{value}'");
        };
        if let Some(role) = role {
            set("role", role);
        }
        if keys && !principal.is_empty() {
            set("principal", principal);
        }
        if let Some(account) = account {
            set("account", account);
        }
        if let Some(client) = client {
            set("client", client);
        }
        if let Some(authority) = authority {
            set("authority", &authority.name());
        }
        if let Some(request) = request {
            set("request", request);
        }
        for (name, ids) in [("totems", totems), ("organizations", organizations)] {
            if !ids.is_empty() {
                set(name, &format_args!("{{{}}}", ids.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",")));
            }
        }
        statement
    }
}

impl From<&Account> for Sight {
    fn from(account: &Account) -> Self {
        Self {
            role: [Role::Admin, Role::Moderator].into_iter().find(|role| account.has(*role)).map(Role::name),
            principal: account.id.to_string(),
            account: Some(account.id),
            client: None,
            authority: None,
            request: None,
            totems: account.totems(),
            organizations: account.organizations(),
        }
    }
}

impl From<&Actor> for Sight {
    fn from(actor: &Actor) -> Self {
        Self::of(actor)
    }
}

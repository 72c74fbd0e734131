//! Who is calling, and what they may do.

pub mod jws;
pub mod middleware;
pub mod password;
pub mod password_policy;
pub mod policy;
mod scope;
pub mod throttle;
pub mod token;

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

pub use scope::{Authority, ClientScope};

use crate::{
    config::Settings,
    error::ErrorCode,
    http::Problem,
    ids::{AccountId, ApiClientId, LinkId, OrganizationId, RequestId, SessionId, TotemId},
    members::model::Scope,
};

/// Whoever sent the request, as the middleware found out.
#[derive(Clone, Debug)]
pub enum Actor {
    Anonymous,
    Account(Account),
    /// A program, which acts for nobody.
    Client(Client),
    /// Somebody who holds the link from a mail about this request.
    Link {
        id: LinkId,
        request: RequestId,
    },
}

/// What cannot be undone asks for a proof that is not older than this.
const FRESH: Duration = Duration::minutes(10);

/// Somebody with an account, with the rights they have at this moment.
#[derive(Clone, Debug)]
pub struct Account {
    pub id: AccountId,
    pub session: SessionId,
    /// Whether the session came with the cookie of the site.
    pub by_cookie: bool,
    /// When they last showed their second factor in this session; without one, their password.
    pub verified_at: DateTime<Utc>,
    pub has_second_factor: bool,
    /// Their role needs a second factor, and they have none: until then they may only set one up.
    pub must_enrol: bool,
    pub email: String,
    pub name: String,
    pub language: String,
    pub grants: Vec<Grant>,
}

/// A machine client, with the scopes of its token that it has at this moment.
#[derive(Clone, Debug)]
pub struct Client {
    pub id: ApiClientId,
    /// Who answers for it.
    pub owner: AccountId,
    pub scopes: Vec<ClientScope>,
    /// The region that it speaks for.
    pub authority: Option<Authority>,
}

impl Client {
    /// Whoever may read may be told that there is something to read.
    pub fn may_subscribe(&self) -> bool {
        self.scopes.iter().any(|scope| matches!(scope, ClientScope::DirectoryRead | ClientScope::SyncRead))
    }
}

/// A right beyond that of a member.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct Grant {
    pub role: Role,
    pub totem_id: Option<TotemId>,
    pub organization_id: Option<OrganizationId>,
}

/// The roles that are granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Agent,
    Manager,
    Owner,
    Editor,
    Pilot,
    Moderator,
    Admin,
}

impl Role {
    pub fn name(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Manager => "manager",
            Self::Owner => "owner",
            Self::Editor => "editor",
            Self::Pilot => "pilot",
            Self::Moderator => "moderator",
            Self::Admin => "admin",
        }
    }
}

impl Role {
    /// Whoever sees what others sent in confidence, or decides for others, signs in with two factors.
    pub fn needs_second_factor(self) -> bool {
        match self {
            Self::Agent | Self::Manager | Self::Pilot | Self::Moderator | Self::Admin => true,
            Self::Owner | Self::Editor => false,
        }
    }

    pub fn from_name(name: &str) -> Self {
        let all = [Self::Agent, Self::Manager, Self::Owner, Self::Pilot, Self::Moderator, Self::Admin];
        all.into_iter().find(|role| role.name() == name).unwrap_or(Self::Editor)
    }
}

impl Actor {
    /// How the audit log names them.
    pub fn audit_name(&self) -> (&'static str, Option<Uuid>) {
        match self {
            Self::Anonymous => ("anonymous", None),
            Self::Account(account) => ("account", Some(account.id.0)),
            Self::Client(client) => ("client", Some(client.id.0)),
            Self::Link { id, .. } => ("link", Some(id.0)),
        }
    }

    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::Account(account) => Some(account),
            Self::Anonymous | Self::Client(_) | Self::Link { .. } => None,
        }
    }
}

impl Account {
    /// Whoever finds a browser open must not be able to do lasting harm: refuses unless they showed who
    /// they are just now. The middleware asks this for what `policy::STEP_UP` lists.
    pub fn must_be_fresh(&self, now: DateTime<Utc>) -> Result<(), Problem> {
        if now - self.verified_at <= FRESH { Ok(()) } else { Err(ErrorCode::StepUpRequired.into()) }
    }

    /// In the demonstration anybody may try any role.
    pub fn needs_second_factor(&self, settings: &Settings) -> bool {
        settings.demo.is_none() && self.grants.iter().any(|grant| grant.role.needs_second_factor())
    }

    pub fn has(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Has this right there.
    pub fn holds(&self, role: Role, scope: Scope) -> bool {
        let right = Grant { role, totem_id: scope.totem(), organization_id: scope.organization() };
        self.grants.contains(&right)
    }

    /// Works at this site.
    pub fn serves(&self, totem: TotemId) -> bool {
        let at = |grant: &Grant| matches!(grant.role, Role::Agent | Role::Manager) && grant.totem_id == Some(totem);
        self.grants.iter().any(at)
    }

    /// The sites where they work.
    pub fn totems(&self) -> Vec<Uuid> {
        self.grants.iter().filter_map(|grant| grant.totem_id).map(|id| id.0).collect()
    }

    /// The organizations that they keep.
    pub fn organizations(&self) -> Vec<Uuid> {
        self.grants.iter().filter_map(|grant| grant.organization_id).map(|id| id.0).collect()
    }
}

impl FromRequest for Actor {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(req.extensions().get::<Self>().cloned().unwrap_or(Self::Anonymous)))
    }
}

/// For operations of partners: the policy has let only such callers through.
impl FromRequest for Client {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = req.extensions();
        let client = match extensions.get::<Actor>() {
            Some(Actor::Client(client)) => Some(client.clone()),
            _ => None,
        };
        ready(client.ok_or_else(|| ErrorCode::AuthenticationRequired.into()))
    }
}

/// For operations that need an account: the policy has let only such callers through.
impl FromRequest for Account {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = req.extensions();
        let account = extensions.get::<Actor>().and_then(Actor::account).cloned();
        ready(account.ok_or_else(|| ErrorCode::AuthenticationRequired.into()))
    }
}

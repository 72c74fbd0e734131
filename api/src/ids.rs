//! Ids are types, so that one cannot stand where another belongs.

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $name:ident),+ $(,)?) => {$(
        $(#[doc = $doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
            utoipa::ToSchema, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Uuid)]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            pub fn new() -> Self {
                Self(crate::clock::new_id())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(out)
            }
        }

        impl diesel::serialize::ToSql<diesel::sql_types::Uuid, diesel::pg::Pg> for $name {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>,
            ) -> diesel::serialize::Result {
                diesel::serialize::ToSql::<diesel::sql_types::Uuid, diesel::pg::Pg>::to_sql(&self.0, out)
            }
        }

        impl diesel::deserialize::FromSql<diesel::sql_types::Uuid, diesel::pg::Pg> for $name {
            fn from_sql(value: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                <uuid::Uuid as diesel::deserialize::FromSql<diesel::sql_types::Uuid, diesel::pg::Pg>>::from_sql(value)
                    .map(Self)
            }
        }
    )+};
}

ids! {
    /// A person's account.
    AccountId,
    /// A link in a mail about an account.
    AccountLinkId,
    /// An actor of the directory.
    OrganizationId,
    /// One of the four sites.
    TotemId,
    /// A service that a site offers.
    ServiceId,
    /// An entrepreneur's request.
    RequestId,
    /// A message of a request.
    MessageId,
    /// A file sent with a request or a message.
    DocumentId,
    /// An address by which somebody replies to the letters about a request.
    ReplyId,
    /// What somebody was told on the site.
    NotificationId,
    /// A step in the life of a request.
    EventId,
    /// A link in a mail to a requester.
    LinkId,
    /// A label file.
    CandidacyId,
    /// Something that a candidacy shows for a criterion.
    EvidenceId,
    /// Something that was recommended to a candidacy.
    RecommendationId,
    /// A signature in support of a candidacy.
    SupporterId,
    /// A label that territories apply for.
    LabelProgrammeId,
    /// A wave in which labels were given.
    WaveId,
    /// Something that is told of a wave.
    WaveFactId,
    /// A dated step of a candidacy.
    MilestoneId,
    /// An announced objective.
    ObjectiveId,
    /// What is counted.
    IndicatorId,
    /// A value of an indicator.
    ObservationId,
    /// A sign-in.
    SessionId,
    /// Who somebody is at a provider of sign-in.
    IdentityId,
    /// A machine client.
    ApiClientId,
    /// An access token of a machine client.
    ClientTokenId,
    /// An access token and the refresh token that came with it.
    PairId,
    /// A passkey of somebody.
    PasskeyId,
    /// A right of somebody.
    MemberId,
    /// An invitation to a right.
    InvitationId,
    /// A copy of somebody's data.
    ExportId,
    /// A consent given or withdrawn.
    ConsentId,
    /// A claim to keep a record.
    ClaimId,
    /// A link in a mail that asks whether a record is still right.
    ConfirmationId,
    /// A file that is imported.
    ImportId,
    /// A search that somebody has saved.
    SavedSearchId,
    /// What somebody has begun to write.
    DraftId,
    /// An answer that a site writes often.
    AnswerTemplateId,
    /// Something of a site that is booked.
    SpaceId,
    /// A unit of a space, held by somebody.
    BookingId,
    /// Bookings that were made together.
    SeriesId,
    /// What somebody is about to found.
    ProjectId,
    /// A candidacy as it was at a moment.
    DossierVersionId,
    /// What one reviewer thinks of it.
    DossierReviewId,
    /// Where somebody's calendar is.
    CalendarFeedId,
    /// An address that is told of events.
    WebhookId,
    /// An event on its way to a webhook.
    DeliveryId,
    /// What a partner region said and a person settles.
    SyncConflictId,
    /// What a partner region proposes to change.
    ProposalId,
}

/// The characters of ids and slugs.
pub const SLUG: &str = "^[a-z0-9-]+$";
/// At most so many of them.
pub const SLUG_LENGTH: usize = 120;

/// What stands in a path where `{id}` is: an id, or a slug for what has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ref<Id> {
    Id(Id),
    Slug(String),
}

impl<'de, Id: From<uuid::Uuid>> serde::Deserialize<'de> for Ref<Id> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        match uuid::Uuid::try_parse(&text) {
            Ok(id) if text.len() == 36 => Ok(Self::Id(id.into())),
            _ if text.len() <= SLUG_LENGTH && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') => {
                Ok(Self::Slug(text))
            }
            _ => Err(serde::de::Error::custom("neither an id nor a slug")),
        }
    }
}

impl<Id: std::fmt::Display> std::fmt::Display for Ref<Id> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Id(id) => id.fmt(out),
            Self::Slug(slug) => slug.fmt(out),
        }
    }
}

macro_rules! refs {
    ($($name:ident),+) => {$(
        impl From<uuid::Uuid> for $name {
            fn from(id: uuid::Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

refs!(OrganizationId, TotemId, ServiceId, SpaceId, CandidacyId, ObjectiveId, IndicatorId, LabelProgrammeId, WaveId);

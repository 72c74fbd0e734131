//! Keyset pages: a cursor says where the last page ended, is bound to its list and filters, and cannot be forged.

use actix_web::{FromRequest, HttpRequest, dev::Payload, web::Data};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use garde::Validate;
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{ObjectBuilder, RefOr, Schema, schema::Type},
};

use super::{Answer, FieldError, Problem};
use crate::{
    error::{ErrorCode, FieldCode},
    state::State,
};

/// Nobody counts further: `count_is_lower_bound` says that there are more.
pub const COUNT_CAP: i64 = 10_000;

/// How many items a page holds, 1 to 200; 20 unless told.
#[derive(Clone, Copy, Debug)]
pub struct Limit(pub i64);

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let text = String::deserialize(input)?;
        let plain = text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(limit @ 1..=200) if plain => Ok(Self(limit)),
            _ => Err(serde::de::Error::custom("out_of_range|1|200")),
        }
    }
}

impl Validate for Limit {
    type Context = ();
    fn validate_into(&self, (): &(), _: &mut dyn FnMut() -> garde::Path, _: &mut garde::Report) {}
}

impl PartialSchema for Limit {
    fn schema() -> RefOr<Schema> {
        let range = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(200));
        range.default(Some(20.into())).into()
    }
}

impl ToSchema for Limit {}

/// A page of a list. `next_cursor` is absent on the last page.
#[derive(Serialize, ToSchema)]
pub struct Listing<T> {
    pub items: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "kM3vC2x1aB0eD4fG5hI6jFsiTWV0eiIsIjU3NDYzIl0")]
    pub next_cursor: Option<String>,
    /// How many there are in all, where `count=true` asked for it; counted up to 10,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10000, example = 412)]
    pub count: Option<i64>,
    /// There are more than `count` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count_is_lower_bound: Option<bool>,
}

impl<T: Serialize> Listing<T> {
    /// A list that is short by nature and comes whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next_cursor: None, count: None, count_is_lower_bound: None }
    }

    pub fn answer(&self) -> Result<Answer, Problem> {
        Ok(Answer::ok(self)?.content_tag())
    }
}

/// The rows of a page, and what leads to the next one.
pub struct Cut<R> {
    pub rows: Vec<R>,
    pub next_cursor: Option<String>,
    /// Its address.
    pub next: Option<String>,
}

/// Opens and makes the cursors of one list with its filters.
pub struct Pages {
    state: Data<State>,
    path: String,
    filters: Vec<(String, String)>,
}

impl FromRequest for Pages {
    type Error = Problem;
    type Future = std::future::Ready<Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = req.app_data::<Data<State>>() else {
            return std::future::ready(Err(ErrorCode::InternalError.into()));
        };
        let mut filters: Vec<(String, String)> = url::form_urlencoded::parse(req.query_string().as_bytes())
            .filter(|(name, _)| !matches!(&**name, "cursor" | "limit" | "count" | "facets"))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        filters.sort();
        std::future::ready(Ok(Self { state: state.clone(), path: req.path().to_owned(), filters }))
    }
}

impl Pages {
    /// Where the last page ended.
    pub fn after<K: DeserializeOwned>(&self, cursor: Option<&str>) -> Result<Option<K>, Problem> {
        let Some(cursor) = cursor else { return Ok(None) };
        let invalid = || {
            let error = FieldError::parameter("cursor", FieldCode::InvalidFormat).with(["next_cursor"]);
            Problem::parameter(ErrorCode::InvalidCursor, error)
        };
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
        let (seal, key) = bytes.split_at_checked(SEAL).ok_or_else(invalid)?;
        if !crate::state::equal(seal, &self.seal(key)) {
            return Err(invalid());
        }
        serde_json::from_slice(key).map(Some).map_err(|_| invalid())
    }

    /// The page from one row more than it holds, which tells whether there is a next one.
    pub fn cut<R, K: Serialize>(&self, mut rows: Vec<R>, limit: Limit, key: impl Fn(&R) -> K) -> Cut<R> {
        let more = rows.len() as i64 > limit.0;
        rows.truncate(limit.0 as usize);
        let next_cursor = rows.last().filter(|_| more).map(|last| self.cursor(&key(last)));
        let next = next_cursor.as_ref().map(|cursor| self.address(cursor, limit));
        Cut { rows, next_cursor, next }
    }

    /// The same as an answer.
    pub fn answer<R, K: Serialize, T: Serialize>(
        &self,
        rows: Vec<R>,
        limit: Limit,
        key: impl Fn(&R) -> K,
        count: Option<i64>,
        item: impl Fn(R) -> T,
    ) -> Result<Answer, Problem> {
        let Cut { rows, next_cursor, next } = self.cut(rows, limit, key);
        let list = Listing {
            items: rows.into_iter().map(item).collect(),
            next_cursor,
            count: count.map(|count| count.min(COUNT_CAP)),
            count_is_lower_bound: count.map(|count| count > COUNT_CAP),
        };
        Ok(list.answer()?.next(next))
    }

    /// A cursor that ends a page at `key`.
    pub fn cursor(&self, key: &impl Serialize) -> String {
        let key = serde_json::to_vec(key).unwrap_or_default();
        URL_SAFE_NO_PAD.encode([&self.seal(&key)[..], &key].concat())
    }

    /// The address of the page that follows `cursor`.
    pub fn address(&self, cursor: &str, limit: Limit) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.filters)
            .append_pair("limit", &limit.0.to_string())
            .append_pair("cursor", cursor)
            .finish();
        format!("{}{}?{query}", self.state.settings.public_url, self.path)
    }

    fn seal(&self, key: &[u8]) -> [u8; SEAL] {
        let filters = self.filters.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
        self.state.keys.seal([self.path.as_bytes()].into_iter().chain(filters).chain([key]))
    }
}

const SEAL: usize = crate::state::SEAL;

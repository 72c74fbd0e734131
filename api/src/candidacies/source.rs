//! Where a fact was read, as somebody gives it.

use chrono::NaiveDate;
use garde::Validate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::DatePrecision;
use crate::{
    directory::model::founded,
    http::{Line, Prose, text::WebAddress},
    totems::model::FactSource,
};

/// A document that states a fact.
#[derive(Clone, Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schema(example = json!({
    "title": "Le label pour la Lorraine", "publisher": "Exemple Presse", "url": "https://presse.example/label",
    "published_on": "2015-06-25", "says": "Le label est donné le 25 juin.",
}))]
pub struct FactSourceInput {
    #[garde(dive)]
    #[schema(inline)]
    title: Line<1, 200>,
    #[garde(dive)]
    #[schema(inline)]
    publisher: Line<1, 200>,
    #[garde(dive)]
    #[schema(inline)]
    url: Option<WebAddress>,
    #[garde(custom(founded))]
    #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2015-06-25")]
    published_on: Option<NaiveDate>,
    /// How exactly `published_on` is known: the day itself unless it says otherwise.
    precision: Option<DatePrecision>,
    /// The source does not state its date itself.
    #[serde(default)]
    date_inferred: bool,
    /// What it says, where sources differ or it adds something.
    #[garde(dive)]
    #[schema(inline)]
    says: Option<Prose<1, 1000>>,
}

impl From<FactSourceInput> for FactSource {
    fn from(input: FactSourceInput) -> Self {
        let FactSourceInput { title, publisher, url, published_on, precision, date_inferred, says } = input;
        let precision = published_on.map(|_| precision.unwrap_or(DatePrecision::Day).name().to_owned());
        Self {
            title: title.0,
            publisher: publisher.0,
            url: url.map(|url| url.0),
            published_on,
            precision,
            date_inferred,
            says: says.map(|says| says.0),
        }
    }
}

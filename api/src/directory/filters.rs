//! The filters of the directory: the same for its lists, its exports and its map.

use serde::{Deserialize, Deserializer, de::IntoDeserializer};

use super::{
    queries::{Filters, Order},
    search::Search,
};
use crate::{
    error::{ErrorCode, FieldCode},
    http::{FieldError, Line, Problem},
};

/// A query with the filters of the directory and what else it names. (A struct of its own with `flatten` could not
/// refuse unknown parameters.)
macro_rules! with_filters {
    ($(#[$about:meta])* $name:ident { $($own:tt)* }) => {
        #[derive(serde::Deserialize, utoipa::IntoParams, utoipa::ToSchema, garde::Validate)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        #[garde(allow_unvalidated)]
        $(#[$about])*
        pub struct $name {
            /// Words of the name or the text, with or without accents, one of them misspelt, or their beginnings; quotation
            /// marks hold words together, a minus excludes. Also a number of a register, a domain or a mail address.
            #[garde(dive)]
            #[param(inline)]
            #[schema(inline)]
            #[serde(skip_serializing_if = "Option::is_none")]
            q: Option<$crate::http::Line<1, 200>>,
            /// What they are; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<18, _>))]
            #[param(required = false, max_items = 18)]
            #[schema(max_items = 18)]
            kinds: Vec<$crate::directory::model::OrganizationKind>,
            /// Their sectors; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<20, _>), dive)]
            #[param(inline, required = false, max_items = 20)]
            #[schema(inline, max_items = 20)]
            sectors: Vec<$crate::http::Line<1, 60>>,
            /// Their commune; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<20, _>), dive)]
            #[param(inline, required = false, max_items = 20)]
            #[schema(inline, max_items = 20)]
            commune_code: Vec<$crate::http::Line<5, 5>>,
            /// Their département or district; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<20, _>), dive)]
            #[param(inline, required = false, max_items = 20)]
            #[schema(inline, max_items = 20)]
            nuts3: Vec<$crate::http::Line<1, 5>>,
            /// Their country; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<20, _>), dive)]
            #[param(inline, required = false, max_items = 20)]
            #[schema(inline, max_items = 20)]
            country: Vec<$crate::http::Line<2, 2>>,
            /// Who keeps the record; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<20, _>), dive)]
            #[param(inline, required = false, max_items = 20)]
            #[schema(inline, max_items = 20)]
            territory: Vec<$crate::http::Line<1, 20>>,
            /// Of start-ups: where they stand on the path; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<5, _>))]
            #[param(required = false, max_items = 5)]
            #[schema(max_items = 5)]
            stage: Vec<$crate::directory::model::Stage>,
            /// How many work there; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<20, _>), dive)]
            #[param(inline, required = false, max_items = 20)]
            #[schema(inline, max_items = 20)]
            headcount_range: Vec<$crate::http::Line<1, 20>>,
            /// Code of their activity; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<20, _>), dive)]
            #[param(inline, required = false, max_items = 20)]
            #[schema(inline, max_items = 20)]
            activity: Vec<$crate::http::Line<1, 10>>,
            /// Where the record comes from, as `/v1/reference/sources` names it; repeat it for several.
            #[serde(default, skip_serializing_if = "Vec::is_empty")]
            #[garde(custom($crate::directory::model::at_most::<20, _>), dive)]
            #[param(inline, required = false, max_items = 20)]
            #[schema(inline, max_items = 20)]
            source: Vec<$crate::http::Line<1, 60>>,
            /// Founded on this day or later.
            #[garde(custom($crate::directory::model::founded))]
            #[param(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2015-01-01")]
            #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2015-01-01")]
            #[serde(skip_serializing_if = "Option::is_none")]
            founded_on_gte: Option<chrono::NaiveDate>,
            /// Founded on this day or before.
            #[garde(custom($crate::directory::model::founded))]
            #[param(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2025-12-31")]
            #[schema(value_type = Option<String>, format = Date, pattern = "^(1[0-9]{3}|20[0-9]{2}|2100)-", example = "2025-12-31")]
            #[serde(skip_serializing_if = "Option::is_none")]
            founded_on_lte: Option<chrono::NaiveDate>,
            /// `west,south,east,north`: only what lies within.
            #[param(inline)]
            #[schema(inline)]
            #[serde(skip_serializing_if = "Option::is_none")]
            bbox: Option<$crate::directory::position::BoundingBox>,
            /// `lat,lon`: with the distance from there; nearest first with `sort=distance`, the default without `q`.
            #[param(inline)]
            #[schema(inline)]
            #[serde(skip_serializing_if = "Option::is_none")]
            near: Option<$crate::directory::position::Point>,
            /// Around `near`, no further than this.
            #[garde(custom($crate::directory::filters::radius))]
            #[param(minimum = 0.1, maximum = 500, example = 20)]
            #[schema(minimum = 0.1, maximum = 500, example = 20)]
            #[serde(skip_serializing_if = "Option::is_none")]
            radius_km: Option<f64>,
            $($own)*
        }

        impl $name {
            /// What was asked for, taken out of the query.
            fn filters(&mut self) -> Result<$crate::directory::filters::Asked, $crate::http::Problem> {
                use std::mem::take;
                use $crate::directory::filters::{Asked, plain};
                let filters = $crate::directory::queries::Filters {
                    kinds: take(&mut self.kinds).into_iter().map(|kind| kind.name().to_owned()).collect(),
                    stages: take(&mut self.stage).into_iter().map(|stage| stage.name().to_owned()).collect(),
                    sectors: plain(take(&mut self.sectors)),
                    communes: plain(take(&mut self.commune_code)),
                    nuts3: plain(take(&mut self.nuts3)),
                    countries: plain(take(&mut self.country)),
                    territories: plain(take(&mut self.territory)),
                    headcount_ranges: plain(take(&mut self.headcount_range)),
                    activities: plain(take(&mut self.activity)),
                    sources: plain(take(&mut self.source)),
                    founded_from: self.founded_on_gte,
                    founded_to: self.founded_on_lte,
                    within: self.bbox,
                    near: self.near,
                    radius: self.radius_km,
                    ..Default::default()
                };
                Asked::new(filters, self.q.take())
            }
        }
    };
}
pub(super) use with_filters;

with_filters! {
    /// A search of the directory: what narrows `GET /v1/organizations`, by the same names.
    #[derive(Clone, Debug, serde::Serialize)]
    #[schema(example = json!({"kinds": ["fablab", "third_place"], "near": "49.1193,6.1757", "radius_km": 20}))]
    OrganizationFilters {}
}

impl OrganizationFilters {
    pub fn asked(&self) -> Result<Asked, Problem> {
        self.clone().filters()
    }

    /// The query of the list's address.
    pub fn query(&self) -> String {
        serde_html_form::to_string(self).unwrap_or_default()
    }
}

/// Filters and words, understood.
pub struct Asked {
    pub filters: Filters,
    pub search: Option<Search>,
}

impl Asked {
    pub fn new(filters: Filters, q: Option<Line<1, 200>>) -> Result<Self, Problem> {
        if filters.radius.is_some() && filters.near.is_none() {
            let error = FieldError::parameter("near", FieldCode::Required);
            return Err(Problem::parameter(ErrorCode::InvalidParameter, error));
        }
        Ok(Self { filters, search: q.map(|q| Search::of(&q.0)) })
    }

    /// The order, if it goes with the rest.
    pub fn order(&self, sort: Option<Sort>) -> Result<Order, Problem> {
        match (sort, &self.search, self.filters.near) {
            (Some(Sort::Relevance), None, _) | (Some(Sort::Distance), _, None) => {
                let error = FieldError::parameter("sort", FieldCode::InvalidChoice).with(["name, -updated_at"]);
                Err(Problem::parameter(ErrorCode::InvalidParameter, error))
            }
            (Some(Sort::Relevance), Some(_), _) | (None, Some(_), _) => Ok(Order::Relevance),
            (Some(Sort::Distance), ..) | (None, None, Some(_)) => Ok(Order::Distance),
            (Some(Sort::Updated), ..) => Ok(Order::Updated),
            (Some(Sort::Name), ..) | (None, None, None) => Ok(Order::Name),
        }
    }
}

#[derive(Clone, Copy, Deserialize, utoipa::ToSchema)]
pub enum Sort {
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "-updated_at")]
    Updated,
    #[serde(rename = "relevance")]
    Relevance,
    #[serde(rename = "distance")]
    Distance,
}

pub fn plain<const MIN: usize, const MAX: usize>(lines: Vec<Line<MIN, MAX>>) -> Vec<String> {
    lines.into_iter().map(|line| line.0).collect()
}

#[expect(clippy::ref_option, reason = "garde hands over a reference to the member")]
pub fn radius(kilometres: &Option<f64>, (): &()) -> garde::Result {
    if kilometres.is_none_or(|kilometres| (0.1..=500.0).contains(&kilometres)) {
        return Ok(());
    }
    Err(garde::Error::new("out_of_range|0.1|500"))
}

/// A list that may be repeated, or written with commas.
pub fn commas<'de, D: Deserializer<'de>, T: Deserialize<'de>>(input: D) -> Result<Vec<T>, D::Error> {
    let given = Vec::<String>::deserialize(input)?;
    given.iter().flat_map(|some| some.split(',')).map(|one| T::deserialize(one.to_owned().into_deserializer())).collect()
}

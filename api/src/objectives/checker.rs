//! Whether what was stated of an objective goes together: targets stated in several ways, a baseline, and where the source
//! gives none, the figure of another perimeter that it is compared with. Nothing here is measured, and nothing is mended: the
//! arithmetic is laid open, the words stay as they were.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    growth::yearly,
    model::{Quantity, Target, TargetType},
};
use crate::{error::Language, http::LangText};

/// Statements are rounded: what differs by no more than this share of the greater goes together.
const ROUNDED: f64 = 0.005;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsistencyStatus {
    /// What was stated in several ways agrees.
    Consistent,
    /// It does not.
    Contradictory,
    /// It was stated in one way only, or what it is counted from is missing.
    Unverifiable,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingCode {
    /// The baseline with the growth stated makes the number stated.
    NumberAgrees,
    /// It makes another one.
    NumberDiffers,
    /// Growth and number together need a baseline that no source gives.
    BaselineImplied,
    /// The figure compared with would make the number by the growth stated.
    ComparisonAgrees,
    /// It would not.
    ComparisonDiffers,
    /// Two growths, or two numbers, that are not the same.
    TargetsDiffer,
}

/// What the checker found, with how it was worked out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Finding {
    pub code: FindingCode,
    /// Whether it speaks against what was stated.
    pub contradicts: bool,
    /// In one or two sentences.
    pub words: LangText,
    pub arithmetic: Vec<Arithmetic>,
}

/// One step of a calculation.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Arithmetic {
    #[schema(example = "4000 ÷ 1.5")]
    pub formula: String,
    #[schema(value_type = f64, minimum = -1e12, maximum = 1e12, example = 11400)]
    pub result: Quantity,
}

/// The figure that is compared with.
pub struct Comparison {
    pub value: f64,
    pub name: LangText,
    pub perimeter: LangText,
}

pub struct Stated<'a> {
    pub unit: &'a LangText,
    pub targets: &'a [Target],
    pub baseline: Option<f64>,
    pub comparison: Option<Comparison>,
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDED * a.abs().max(b.abs())
}

fn step(formula: String, result: f64) -> Arithmetic {
    Arithmetic { formula, result: Quantity(result) }
}

/// A number as a formula has it.
fn plain(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number as people write it, with so many places at most.
fn written(value: f64, places: usize, language: Language) -> String {
    let (thousands, point) = match language {
        Language::Fr => ("\u{202f}", ","),
        Language::De => (".", ","),
        Language::En => (",", "."),
    };
    let text = format!("{:.places$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let groups: Vec<&str> = whole.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 { "−" } else { "" };
    let whole = groups.join(thousands);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}{point}{fraction}") }
}

fn percent(share: f64, language: Language) -> String {
    let number = written(share * 100.0, 2, language);
    match language {
        Language::Fr => format!("{number}\u{202f}%"),
        Language::De => format!("{number}\u{a0}%"),
        Language::En => format!("{number}%"),
    }
}

/// A growth as it was stated.
fn growth(target: &Target, language: Language) -> String {
    let value = target.value.0;
    match target.r#type {
        TargetType::Percent if value < 0.0 => percent(value / 100.0, language),
        TargetType::Percent => format!("+{}", percent(value / 100.0, language)),
        TargetType::Multiplier => format!("×\u{202f}{}", written(value, 2, language)),
        TargetType::Absolute => written(value, 2, language),
    }
}

/// The sentence in each of our languages.
fn in_all(say: impl Fn(Language) -> String) -> LangText {
    let [fr, de, en] = [Language::Fr, Language::De, Language::En].map(|language| Some(say(language)));
    LangText { fr, de, en, lb: None }
}

/// Statements of the same thing, told apart by what they mean, each with the first target that made it.
fn distinct(targets: &[Target], meaning: impl Fn(&Target) -> Option<f64>) -> Vec<(&Target, f64)> {
    let mut found: Vec<(&Target, f64)> = vec![];
    for target in targets {
        if let Some(value) = meaning(target)
            && !found.iter().any(|(known, same)| known.horizon_years == target.horizon_years && close(*same, value))
        {
            found.push((target, value));
        }
    }
    found
}

fn number_of(target: &Target) -> Option<f64> {
    (target.r#type == TargetType::Absolute).then_some(target.value.0)
}

/// All that can be said of it.
pub fn check(stated: &Stated<'_>) -> (ConsistencyStatus, Vec<Finding>) {
    let growths = distinct(stated.targets, Target::factor);
    let numbers = distinct(stated.targets, number_of);
    let mut findings = vec![];
    for (growth, factor) in &growths {
        for (_, number) in numbers.iter().filter(|(number, _)| number.horizon_years == growth.horizon_years) {
            let pair = Pair { stated, growth, factor: *factor, number: *number, years: f64::from(growth.horizon_years) };
            match (stated.baseline, &stated.comparison) {
                (Some(baseline), _) => findings.push(pair.counted_from(baseline)),
                (None, None) => findings.extend(pair.implied()),
                (None, Some(comparison)) => {
                    findings.extend(pair.implied());
                    findings.extend(pair.compared(comparison));
                }
            }
        }
    }
    findings.extend(differing(&growths, growth_a_year));
    findings.extend(differing(&numbers, number_of));
    let status = if findings.iter().any(|finding| finding.contradicts) {
        ConsistencyStatus::Contradictory
    } else if findings.iter().any(|finding| matches!(finding.code, FindingCode::NumberAgrees | FindingCode::ComparisonAgrees)) {
        ConsistencyStatus::Consistent
    } else {
        ConsistencyStatus::Unverifiable
    };
    (status, findings)
}

fn growth_a_year(target: &Target) -> Option<f64> {
    yearly(target.factor()?, f64::from(target.horizon_years))
}

/// Statements of one kind that cannot both be meant. "More than" leaves room above.
fn differing(found: &[(&Target, f64)], measure: impl Fn(&Target) -> Option<f64>) -> Vec<Finding> {
    let contradict = |one: &Target, other: &Target| match (measure(one), measure(other)) {
        (Some(a), Some(b)) => !(close(a, b) || (one.at_least && a < b) || (other.at_least && b < a)),
        _ => false,
    };
    let pairs =
        found.iter().enumerate().flat_map(|(place, (one, _))| found[place + 1..].iter().map(move |(other, _)| (*one, *other)));
    pairs
        .filter(|(one, other)| contradict(one, other))
        .map(|(one, other)| Finding {
            code: FindingCode::TargetsDiffer,
            contradicts: true,
            words: in_all(|language| {
                let (a, b) = (growth(one, language), growth(other, language));
                let (m, n) = (one.horizon_years, other.horizon_years);
                match language {
                    Language::Fr => {
                        format!("{a} en {m} ans et {b} en {n} ans sont annoncés tous deux\u{202f}: ce n’est pas la même chose.")
                    }
                    Language::De => {
                        format!("{a} in {m} Jahren und {b} in {n} Jahren sind beide angekündigt: Das ist nicht dasselbe.")
                    }
                    Language::En => format!("{a} in {m} years and {b} in {n} years are both stated: they are not the same."),
                }
            }),
            arithmetic: [one, other].into_iter().filter_map(yearly_step).collect(),
        })
        .collect()
}

fn yearly_step(target: &Target) -> Option<Arithmetic> {
    Some(root(target.factor()?, target.horizon_years, growth_a_year(target)?))
}

fn root(factor: f64, years: i32, growth: f64) -> Arithmetic {
    step(format!("{} ^ (1 ÷ {years}) − 1", plain(factor)), growth)
}

/// A growth and a number that were stated for the same time.
struct Pair<'a> {
    stated: &'a Stated<'a>,
    growth: &'a Target,
    factor: f64,
    number: f64,
    years: f64,
}

impl Pair<'_> {
    fn unit(&self, language: Language) -> &str {
        self.stated.unit.say(language)
    }

    fn counted_from(&self, baseline: f64) -> Finding {
        let made = baseline * self.factor;
        let agrees = close(made, self.number) || (self.growth.at_least && made < self.number);
        let words = |language: Language| {
            let [from, made, number] = [baseline, made, self.number].map(|value| written(value, 0, language));
            let (growth, unit) = (growth(self.growth, language), self.unit(language));
            match (language, agrees) {
                (Language::Fr, true) => {
                    format!("{growth} à partir de {from} {unit} font {made}\u{202f}: les annonces s’accordent.")
                }
                (Language::Fr, false) => {
                    format!("{growth} à partir de {from} {unit} font {made}, alors que {number} est annoncé.")
                }
                (Language::De, true) => format!("{growth} von {from} {unit} aus ergibt {made}: Die Angaben stimmen überein."),
                (Language::De, false) => format!("{growth} von {from} {unit} aus ergibt {made}, angekündigt sind {number}."),
                (Language::En, true) => format!("{growth} from {from} {unit} makes {made}: the statements agree."),
                (Language::En, false) => format!("{growth} from {from} {unit} makes {made}, while {number} is stated."),
            }
        };
        Finding {
            code: if agrees { FindingCode::NumberAgrees } else { FindingCode::NumberDiffers },
            contradicts: !agrees,
            words: in_all(words),
            arithmetic: vec![step(format!("{} × {}", plain(baseline), plain(self.factor)), made)],
        }
    }

    /// The baseline that nobody stated.
    fn implied(&self) -> Option<Finding> {
        let (needed, a_year) = (self.number / self.factor, yearly(self.factor, self.years)?);
        let years = self.growth.horizon_years;
        let words = |language: Language| {
            let [needed, number] = [needed, self.number].map(|value| written(value, 0, language));
            let (growth, unit, a_year) = (growth(self.growth, language), self.unit(language), percent(a_year, language));
            match language {
                Language::Fr => format!(
                    "{growth} pour atteindre {number} {unit} suppose un point de départ d’environ {needed} {unit}, soit {a_year} par an \
                    pendant {years} ans. Aucune source ne donne ce nombre."
                ),
                Language::De => format!(
                    "{growth} auf {number} {unit} setzt einen Ausgangswert von etwa {needed} {unit} voraus, also {a_year} im Jahr \
                    während {years} Jahren. Keine Quelle nennt diese Zahl."
                ),
                Language::En => format!(
                    "{growth} to reach {number} {unit} needs a start of about {needed} {unit}: {a_year} a year for {years} years. No \
                    source gives that number."
                ),
            }
        };
        Some(Finding {
            code: FindingCode::BaselineImplied,
            contradicts: false,
            words: in_all(words),
            arithmetic: vec![
                step(format!("{} ÷ {}", plain(self.number), plain(self.factor)), needed),
                root(self.factor, years, a_year),
            ],
        })
    }

    /// What the figure of another perimeter would make of both.
    fn compared(&self, Comparison { value, name, perimeter }: &Comparison) -> Option<Finding> {
        let (needed, made) = (self.number / value, value * self.factor);
        let a_year = yearly(needed, self.years)?;
        let agrees = close(needed, self.factor);
        let years = self.growth.horizon_years;
        let words = |language: Language| {
            let [value, made, number] = [*value, made, self.number].map(|value| written(value, 0, language));
            let (growth, needed, a_year) =
                (growth(self.growth, language), percent(needed - 1.0, language), percent(a_year, language));
            let (name, perimeter) = (name.say(language), perimeter.say(language));
            match (language, agrees) {
                (Language::Fr, false) => format!(
                    "Le nombre donné à côté, {value}, compte autre chose ({name}\u{202f}: {perimeter}). Partir de lui demanderait \
                    +{needed}, soit {a_year} par an\u{202f}; et {growth} de {value} font {made}, non {number}."
                ),
                (Language::De, false) => format!(
                    "Die daneben genannte Zahl, {value}, zählt etwas anderes ({name}: {perimeter}). Von ihr aus wären +{needed} nötig, \
                    also {a_year} im Jahr; und {growth} von {value} sind {made}, nicht {number}."
                ),
                (Language::En, false) => format!(
                    "The number given beside it, {value}, counts something else ({name}: {perimeter}). From it, +{needed} would be \
                    needed, {a_year} a year; and {growth} of {value} is {made}, not {number}."
                ),
                (Language::Fr, true) => {
                    format!("{growth} de {value} ({name}\u{202f}: {perimeter}) font {made}, ce qui est annoncé.")
                }
                (Language::De, true) => format!("{growth} von {value} ({name}: {perimeter}) sind {made}, wie angekündigt."),
                (Language::En, true) => format!("{growth} of {value} ({name}: {perimeter}) is {made}, as stated."),
            }
        };
        Some(Finding {
            code: if agrees { FindingCode::ComparisonAgrees } else { FindingCode::ComparisonDiffers },
            contradicts: !agrees,
            words: in_all(words),
            arithmetic: vec![
                step(format!("{} ÷ {}", plain(self.number), plain(*value)), needed),
                root(needed, years, a_year),
                step(format!("{} × {}", plain(*value), plain(self.factor)), made),
            ],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::totems::model::FactSource;

    fn target(kind: TargetType, value: f64, at_least: bool, years: i32) -> Target {
        let source = FactSource {
            title: "A".into(),
            publisher: "B".into(),
            url: None,
            published_on: None,
            precision: None,
            date_inferred: false,
            says: None,
        };
        Target { r#type: kind, value: Quantity(value), at_least, horizon_years: years, words: LangText::default(), source }
    }

    fn of(targets: &[Target], baseline: Option<f64>, comparison: Option<f64>) -> (ConsistencyStatus, Vec<FindingCode>) {
        let text = |words: &str| LangText { fr: Some(words.into()), ..LangText::default() };
        let comparison = comparison.map(|value| Comparison { value, name: text("Entreprises"), perimeter: text("toutes") });
        let (status, findings) = check(&Stated { unit: &text("PME"), targets, baseline, comparison });
        (status, findings.into_iter().map(|finding| finding.code).collect())
    }

    #[test]
    fn statements_that_do_not_go_together_are_found_whatever_they_are_of() {
        use ConsistencyStatus::{Consistent, Contradictory, Unverifiable};
        use FindingCode::{BaselineImplied, ComparisonAgrees, ComparisonDiffers, NumberAgrees, NumberDiffers, TargetsDiffer};
        use TargetType::{Absolute, Multiplier, Percent};
        let half_more = [target(Percent, 50.0, false, 6), target(Absolute, 4000.0, false, 6), target(Percent, 50.0, true, 6)];
        assert_eq!(of(&half_more, None, Some(2000.0)), (Contradictory, vec![BaselineImplied, ComparisonDiffers]));
        assert_eq!(of(&half_more, None, Some(2667.0)), (Consistent, vec![BaselineImplied, ComparisonAgrees]));
        assert_eq!(of(&half_more, None, None), (Unverifiable, vec![BaselineImplied]));
        assert_eq!(of(&half_more, Some(2667.0), None), (Consistent, vec![NumberAgrees]));
        assert_eq!(of(&half_more, Some(2000.0), None), (Contradictory, vec![NumberDiffers]));
        let doubled = [target(Multiplier, 2.0, false, 10), target(Absolute, 20e3, false, 10), target(Percent, 100.0, true, 10)];
        assert_eq!(of(&doubled, Some(1e4), None), (Consistent, vec![NumberAgrees]));
        assert_eq!(of(&doubled[..1], None, None), (Unverifiable, vec![]));
        let two = [target(Percent, 20.0, false, 3), target(Percent, 30.0, false, 3)];
        assert_eq!(of(&two, None, None), (Contradictory, vec![TargetsDiffer]));
        let more = [target(Percent, 20.0, true, 3), target(Percent, 30.0, false, 3)];
        assert_eq!(of(&more, None, None), (Unverifiable, vec![]));
        // The same growth a year, only for longer.
        let longer = [target(Multiplier, 2.0, false, 5), target(Multiplier, 4.0, false, 10)];
        assert_eq!(of(&longer, None, None), (Unverifiable, vec![]));
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        assert_eq!(written(2666.67, 0, Language::Fr), "2\u{202f}667");
        assert_eq!(written(1_234_567.5, 2, Language::De), "1.234.567,5");
        assert_eq!(written(-999.0, 2, Language::En), "−999");
        assert_eq!(percent(0.069_913, Language::En), "6.99%");
    }
}

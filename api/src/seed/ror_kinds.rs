//! From a type of ROR to the kinds of the directory. ROR types are wide, so names and relations decide where a
//! type alone would claim too much; no kind at all means that the record stays out.

pub struct Subject<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub alternate_names: &'a [String],
    /// Lower case.
    pub types: Vec<String>,
    pub country: &'a str,
    pub parents: Vec<&'a str>,
    pub children: Vec<&'a str>,
}

/// Active in ROR, yet not for this directory.
const LEFT_OUT: [(&str, &str); 4] = [
    ("012wfs048", "a foreign air force"),
    ("05rpr6785", "a foreign army's hospital"),
    ("00mrq0n58", "a treatment centre"),
    ("0466jcd14", "the regional council merged into Grand Est in 2016"),
];

impl Subject<'_> {
    fn is(&self, kind: &str) -> bool {
        self.types.iter().any(|own| own == kind)
    }

    fn named(&self, parts: &[&str]) -> bool {
        contains(self.name, parts)
    }

    fn any_name(&self, parts: &[&str]) -> bool {
        self.named(parts) || self.alternate_names.iter().any(|name| contains(name, parts))
    }

    fn starts(&self, parts: &[&str]) -> bool {
        let name = self.name.to_lowercase();
        parts.iter().any(|part| name.starts_with(part))
    }
}

fn contains(name: &str, parts: &[&str]) -> bool {
    let name = name.to_lowercase();
    parts.iter().any(|part| name.contains(part))
}

pub fn kinds(subject: &Subject) -> Vec<&'static str> {
    if LEFT_OUT.iter().any(|(id, _)| *id == subject.id) {
        return Vec::new();
    }
    let own = if subject.is("education") {
        education(subject)
    } else if subject.is("facility") {
        facility(subject)
    } else if subject.is("government") {
        Some(if subject.name.ends_with("e.V.") { "association" } else { "public_body" })
    } else if subject.is("nonprofit") {
        nonprofit(subject)
    } else if subject.is("company") {
        company(subject)
    } else if subject.is("healthcare") {
        healthcare(subject)
    } else if subject.is("archive") {
        archive(subject)
    } else {
        other(subject)
    };
    own.into_iter().chain(subject.is("funder").then_some("funder")).collect()
}

fn education(subject: &Subject) -> Option<&'static str> {
    let in_a_university = subject.parents.iter().any(|parent| contains(parent, &["universi", "fakult"]));
    if subject.starts(&["école"]) || subject.named(&["business school"]) {
        Some("training_body")
    } else if in_a_university {
        Some("research_lab")
    } else if subject.any_name(&["universi", "hochschule", "fakultät"]) {
        Some("university")
    } else {
        None
    }
}

fn facility(subject: &Subject) -> Option<&'static str> {
    if subject.named(&["services déconcentrés", "pôle de gestion"]) {
        None
    } else if subject.named(&["graduate center"]) {
        Some("training_body")
    } else {
        Some("research_lab")
    }
}

/// Foundations are no associations; those that ROR knows as funders come in as such.
fn nonprofit(subject: &Subject) -> Option<&'static str> {
    if subject.any_name(&["stiftung", "fondation", "foundation"]) {
        None
    } else if subject.named(&["institut", "an der universit"]) || !subject.parents.is_empty() {
        Some("research_lab")
    } else if subject.is("funder") && !subject.starts(&["association"]) && !subject.name.ends_with("asbl") {
        None
    } else {
        Some("association")
    }
}

/// ROR gives no size. A member of a group in several countries is a large company in the sense of the European
/// definition, which counts partners and parents; of the others nothing is known.
fn company(subject: &Subject) -> Option<&'static str> {
    let stem = subject.name.split(" (").next().unwrap_or(subject.name);
    let group = subject.parents.iter().chain(&subject.children);
    group.into_iter().any(|other| other.starts_with(stem)).then_some("large_company")
}

/// In France and Luxembourg a *centre hospitalier* is a public establishment.
fn healthcare(subject: &Subject) -> Option<&'static str> {
    if subject.named(&["helmholtz"]) {
        Some("research_lab")
    } else if subject.starts(&["centre hospitalier"]) && matches!(subject.country, "FR" | "LU") {
        Some("public_body")
    } else {
        None
    }
}

fn archive(subject: &Subject) -> Option<&'static str> {
    if subject.starts(&["musée national"]) {
        Some("public_body")
    } else if subject.named(&["leibniz"]) {
        Some("research_lab")
    } else {
        None
    }
}

/// The *Dienstleistungszentren Ländlicher Raum* are authorities of Rheinland-Pfalz.
fn other(subject: &Subject) -> Option<&'static str> {
    if subject.starts(&["dienstleistungszentrum ländlicher raum"]) {
        Some("public_body")
    } else if subject.starts(&["association", "société"]) {
        Some("association")
    } else if subject.named(&["institut für"]) {
        Some("research_lab")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, types: &[&str], country: &str, parents: &[&str]) -> Vec<&'static str> {
        kinds(&Subject {
            id: "000000000",
            name,
            alternate_names: &[],
            types: types.iter().map(|&kind| kind.to_owned()).collect(),
            country,
            parents: parents.to_vec(),
            children: Vec::new(),
        })
    }

    /// Name, types, country, parents and the kinds expected.
    type Case = (&'static str, &'static [&'static str], &'static str, &'static [&'static str], &'static [&'static str]);

    #[test]
    fn a_type_becomes_a_kind_only_where_it_fits() {
        let cases: [Case; 14] = [
            ("Universität Trier", &["education"], "DE", &[], &["university"]),
            ("Université de Lorraine", &["education", "funder"], "FR", &[], &["university", "funder"]),
            ("École Nationale d'Ingénieurs de Metz", &["education"], "FR", &["Université de Lorraine"], &["training_body"]),
            ("Centre for Security", &["education"], "LU", &["University of Luxembourg"], &["research_lab"]),
            ("Landesinstitut für Pädagogik", &["education"], "DE", &[], &[]),
            ("Institut Jean Lamour", &["facility"], "FR", &[], &["research_lab"]),
            ("Pôle de gestion", &["facility"], "FR", &[], &[]),
            ("Service Public de Wallonie", &["government"], "BE", &[], &["public_body"]),
            ("Fondation Cancer", &["funder", "nonprofit"], "LU", &[], &["funder"]),
            ("Alzheimer Europe", &["nonprofit"], "LU", &[], &["association"]),
            ("Eurofins (Luxembourg)", &["company"], "LU", &["Eurofins (France)"], &["large_company"]),
            ("Bioron", &["company"], "DE", &[], &[]),
            ("Centre Hospitalier de Mouscron", &["healthcare"], "BE", &[], &[]),
            ("Centre hospitalier de Rouffach", &["healthcare"], "FR", &[], &["public_body"]),
        ];
        for (name, types, country, parents, expected) in cases {
            assert_eq!(of(name, types, country, parents), expected, "{name}");
        }
    }
}

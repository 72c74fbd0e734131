//! What columns are called, in French, German and English, with words run together and shortened as people do.

use super::Member;
use crate::imports::values::text::{fold, squash};

/// Names by what they mean; the earlier in its row, the surer. Folded, without spaces.
const WORDS: &[(Member, &[&str])] = &[
    (
        Member::Name,
        &[
            "nom",
            "name",
            "nomdelastructure",
            "nomstructure",
            "denomination",
            "nomcomplet",
            "libelleentreprise",
            "company",
            "companyname",
            "entreprise",
            "structure",
            "bezeichnung",
            "firma",
            "organisation",
            "organization",
            "organizationname",
            "usernom",
            "startup",
            "lieu",
            "nomdulieu",
            "nometablissement",
            "etablissement",
            "societe",
            "intitule",
            "libelle",
            "title",
            "titre",
            "unternehmen",
            "laureat",
            "projet",
            "enseigne",
        ],
    ),
    (
        Member::AlternateNames,
        &[
            "sigle",
            "acronym",
            "acronyme",
            "nomcourt",
            "alias",
            "aliases",
            "autresnoms",
            "nomusuel",
            "nomcommercial",
            "englishname",
            "kurzname",
            "abkurzung",
            "acronyms",
            "libelle1",
            "champrecherche",
            "enseigne",
        ],
    ),
    (
        Member::LegalName,
        &[
            "raisonsociale",
            "nomraisonsociale",
            "legalname",
            "denominationlegale",
            "firmenname",
            "denominationsociale",
            "uolibofficiel",
        ],
    ),
    (
        Member::Kinds,
        &[
            "kinds",
            "kind",
            "type",
            "categorie",
            "typestructure",
            "typologie",
            "structuretype",
            "typedetablissement",
            "typologiedelastructure",
            "types",
            "category",
            "kategorie",
            "typ",
            "structure",
            "nature",
            "categorieentreprise",
            "sscat",
            "statutjuridique",
            "usertype",
            "typelieu",
            "typedelieu",
        ],
    ),
    (
        Member::Summary,
        &[
            "summary",
            "accroche",
            "moto",
            "motto",
            "resumecourt",
            "pitch",
            "baseline",
            "slogan",
            "oneliner",
            "kurzbeschreibung",
            "activiteprincipale",
        ],
    ),
    (
        Member::Description,
        &[
            "description",
            "presentation",
            "resume",
            "beschreibung",
            "abstract",
            "descriptif",
            "about",
            "apropos",
            "commentaire",
            "jedecrislesactionsdinclusionnumeriquedemastructureenquelquesmots",
        ],
    ),
    (
        Member::Website,
        &[
            "siteweb",
            "website",
            "siteinternet",
            "url",
            "web",
            "site",
            "webseite",
            "homepage",
            "sitewebdelastructure",
            "siteinter",
            "sitewebentreprise",
            "internet",
            "www",
            "lien",
            "link",
            "links",
        ],
    ),
    (
        Member::Phone,
        &[
            "telephone",
            "tel",
            "phone",
            "numerodetelephone",
            "numtel",
            "telefon",
            "telephonenumber",
            "numerodetelephonedelastructure",
            "phonenumber",
            "telefonnummer",
            "portable",
            "mobile",
        ],
    ),
    (Member::LegalForm, &["naturejuridique", "formejuridique", "legalform", "categoriejuridique", "rechtsform"]),
    (Member::Activity, &["activiteprincipale", "codenaf", "naf", "codeape", "ape", "activity", "nace", "codeactivite"]),
    (Member::HeadcountRange, &["trancheeffectifsalarie", "trancheeffectif", "headcountrange", "trancheeffectifs"]),
    (
        Member::FoundedOn,
        &[
            "datecreation",
            "datedecreation",
            "foundedon",
            "founded",
            "creation",
            "launchdate",
            "dateofcreation",
            "grundung",
            "grundungsdatum",
            "creeele",
            "established",
            "anneecreation",
            "anneedecreation",
        ],
    ),
    (
        Member::Address,
        &[
            "adresse",
            "address",
            "rue",
            "street",
            "voie",
            "adresse1",
            "numeroetvoie",
            "strasse",
            "anschrift",
            "useradres",
            "addressline1",
            "adressenumeronomdelavoie",
            "geoadresse",
            "line",
            "streetaddress",
        ],
    ),
    (
        Member::FullAddress,
        &["adressepostale", "adressecomplete", "fulladdress", "adressedelastructure", "postaladdress", "adresseetablissement"],
    ),
    (
        Member::PostalCode,
        &["codepostal", "cp", "postalcode", "postcode", "zip", "zipcode", "plz", "postleitzahl", "codpostal", "cpostal", "npa"],
    ),
    (
        Member::Locality,
        &[
            "ville",
            "commune",
            "city",
            "locality",
            "localite",
            "town",
            "ort",
            "stadt",
            "libellecommune",
            "nomcommune",
            "gemeinde",
            "municipality",
        ],
    ),
    (
        Member::CommuneCode,
        &["codeinsee", "codecommune", "insee", "communecode", "codecommuneinsee", "citycode", "inseecode", "depcom", "inseecom"],
    ),
    (Member::Country, &["pays", "country", "land", "countrycode", "codepays", "staat"]),
    (Member::Latitude, &["latitude", "lat", "ylat", "breitengrad", "latcoor", "breite"]),
    (Member::Longitude, &["longitude", "lon", "lng", "long", "xlong", "langengrad", "longcoor", "lange"]),
    (
        Member::Coordinates,
        &[
            "coordonnees",
            "geolocalisation",
            "coordinates",
            "geopoint",
            "geo",
            "position",
            "latlon",
            "lonlat",
            "latlng",
            "gps",
            "geopoint2d",
            "koordinaten",
            "coordonneesgps",
            "geom",
            "geometrycoordinates",
        ],
    ),
    (
        Member::Sectors,
        &[
            "secteur",
            "secteurs",
            "sector",
            "sectors",
            "domaine",
            "domaines",
            "branche",
            "industry",
            "thematique",
            "domainetechnologique",
            "secteurdactivite",
            "services",
            "verticale",
        ],
    ),
    (Member::Siren, &["siren", "nsiren", "numerosiren", "codesiren", "sirensite"]),
    (Member::Siret, &["siret", "nsiret", "numerosiret", "codesiret", "siretsiege"]),
    (Member::Rcs, &["rcsluxembourg", "lurcs", "rcsnumber", "numerorcs"]),
    (Member::Hrb, &["hrb", "dehrb", "handelsregisternummer"]),
    (Member::Kbo, &["kbo", "bce", "bekbo", "numerobce", "kbonummer", "enterprisenumber"]),
    (Member::Vat, &["tva", "vat", "numerotva", "vatnumber", "ustid", "tvaintracommunautaire"]),
    (Member::Lei, &["lei", "codelei"]),
    (Member::Ror, &["ror", "identifiantror", "rorid"]),
    (
        Member::ExternalId,
        &[
            "id",
            "identifiant",
            "identifier",
            "identifiantinterne",
            "uid",
            "externalid",
            "objectid",
            "globalid",
            "gid",
            "idlieumed",
            "kennung",
            "code",
            "reference",
            "ref",
            "typouid",
            "key",
        ],
    ),
    (Member::SourceUrl, &["lienversscanr", "liencversscanr", "sourceurl", "fiche", "urlfiche", "permalink", "lienfiche"]),
    (
        Member::SourceRevision,
        &["anneedeconcours", "annee", "year", "edition", "millesime", "promotion", "jahr", "jahrgang", "version"],
    ),
];

/// What programs put before names of columns, and means nothing.
const PREFIXES: &[&str] = &["c", "n", "s", "user", "result", "properties", "siege", "etab", "struct", "org", "fields"];

/// How surely a column is called so, from 0 to 100.
pub fn score(column: &str, member: Member) -> u32 {
    let Some((_, words)) = WORDS.iter().find(|(known, _)| *known == member) else { return 0 };
    let whole = squash(column);
    let parts = parts(column);
    let bare = parts.join("");
    let exact =
        |name: &str| words.iter().position(|word| *word == name).map(|place| 100 - u32::try_from(place).unwrap_or(30).min(30));
    if let Some(score) = exact(&whole).or_else(|| exact(&bare).map(|score| score.saturating_sub(2))) {
        // What a geocoder made of it is second to what the source says.
        return if column.contains("result_") { score.saturating_sub(30) } else { score };
    }
    // What is not of the thing itself: `Autre - …`, the name of a financer, an address of an earlier place.
    let first = parts.first().map(String::as_str).unwrap_or_default();
    if matches!(
        first,
        "autre" | "autres" | "other" | "ancien" | "ancienne" | "anciens" | "precisez" | "complement" | "comp" | "old"
    ) {
        return 0;
    }
    // What belongs to something else that the line also tells of.
    if parts.iter().any(|part| {
        matches!(part.as_str(), "liee" | "lie" | "liees" | "tutelle" | "parent" | "related" | "mail" | "email" | "courriel")
    }) && member != Member::SourceUrl
    {
        return 0;
    }
    if member == Member::ExternalId
        && parts.first().is_none_or(|part| !matches!(part.as_str(), "id" | "identifiant" | "uid" | "code"))
    {
        return 0;
    }
    let near = words.iter().enumerate().map(|(place, word)| {
        let penalty = u32::try_from(place).unwrap_or(20).min(20);
        if word.len() < 3 {
            return if parts.iter().any(|part| part == word) { 50 - penalty } else { 0 };
        }
        if parts.first().is_some_and(|part| part == word) {
            66_u32.saturating_sub(penalty + 2 * u32::try_from(parts.len()).unwrap_or(10).min(10))
        } else if bare.starts_with(word) && word.len() >= 5 {
            60 - penalty
        } else if parts.last().is_some_and(|part| part == word) {
            52 - penalty
        } else if word.len() >= 6 && whole.contains(word) {
            44 - penalty
        } else {
            0
        }
    });
    near.max().unwrap_or(0)
}

/// The words of a name: at changes of case, at marks, without what programs put before.
pub fn parts(column: &str) -> Vec<String> {
    let mut spaced = String::new();
    let mut before = ' ';
    for mark in column.rsplit('/').find(|part| !part.is_empty() && !part.starts_with('*')).unwrap_or(column).chars() {
        if mark.is_uppercase() && before.is_lowercase() {
            spaced.push(' ');
        }
        spaced.push(mark);
        before = mark;
    }
    let folded = fold(&spaced);
    let words =
        folded.split(|mark: char| !mark.is_alphanumeric()).map(|word| word.trim_end_matches(|mark: char| mark.is_ascii_digit()));
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    while words.len() > 1 && PREFIXES.contains(&words[0].as_str()) {
        words.remove(0);
    }
    words
}

/// Whether a name is one that columns have.
pub fn is_known(column: &str) -> bool {
    let name = squash(column);
    name.len() >= 2 && WORDS.iter().any(|(_, words)| words.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(column: &str) -> Option<Member> {
        let best = Member::ALL.iter().map(|member| (score(column, *member), *member)).max_by_key(|(score, _)| *score)?;
        (best.0 >= 40).then_some(best.1)
    }

    #[test]
    fn columns_are_known_by_their_names() {
        for (column, member) in [
            ("Nom de votre structure", Member::Name),
            ("c_nom", Member::Name),
            ("USER_NOM", Member::Name),
            ("Nomdelastructure", Member::Name),
            ("NOM_STRUCTURE", Member::Name),
            ("libellé", Member::Name),
            ("Libellé entreprise", Member::Name),
            ("Firma", Member::Name),
            ("Code postal", Member::PostalCode),
            ("c_postcode", Member::PostalCode),
            ("PLZ", Member::PostalCode),
            ("CP", Member::PostalCode),
            ("c_city", Member::Locality),
            ("Commune", Member::Locality),
            ("Ort", Member::Locality),
            ("c_lat_coor1", Member::Latitude),
            ("LNG", Member::Longitude),
            ("c_long_coor1", Member::Longitude),
            ("Numéro de téléphone de la structure", Member::Phone),
            ("NUM_TEL", Member::Phone),
            ("Téléphone", Member::Phone),
            ("N° SIREN", Member::Siren),
            ("c_siren_site", Member::Siren),
            ("SIRET", Member::Siret),
            ("Site Web de la structure", Member::Website),
            ("SITE_INTER", Member::Website),
            ("Webseite", Member::Website),
            ("géolocalisation", Member::Coordinates),
            ("Adresse de la structure", Member::FullAddress),
            ("Adresse postale", Member::FullAddress),
            ("Adressenumeronomdelavoie", Member::Address),
            ("c_raison_sociale", Member::LegalName),
            ("Launch date", Member::FoundedOn),
            ("Année de concours", Member::SourceRevision),
            ("Code INSEE", Member::CommuneCode),
            ("identifiant interne", Member::ExternalId),
            ("ID_LieuMed", Member::ExternalId),
            ("Lienc vers scanR", Member::SourceUrl),
        ] {
            assert_eq!(best(column), Some(member), "{column}");
        }
    }
}

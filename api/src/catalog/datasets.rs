//! What is described: the catalogue, its datasets with the addresses at which each is had, and the two interfaces.

use std::collections::BTreeSet;

use super::{
    graph::{Graph, Resource},
    queries::{Coverage, Source},
};
use crate::{config::Settings, error::Words, hsds, label_programmes::model::LabelProgramme, sync::LICENSE};

const AUTHORITY: &str = "http://publications.europa.eu/resource/authority";
const NUTS: &str = "http://data.europa.eu/nuts/code";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types";
/// Of the places of the four Totems, and of the region whose figures these are.
const TOTEMS: [&str; 3] = ["FRF31", "FRF33", "FRF34"];
const LORRAINE: [&str; 1] = ["FRF3"];
const FRANCE: [&str; 1] = ["FR"];

const PUBLISHER: &str = "LORnTECH";

/// Everything about this catalogue is said by addresses below its own.
struct Catalogue<'data> {
    site: &'data str,
    graph: Graph,
}

/// A thing that is given out.
struct Dataset<'data> {
    /// What it is called within the catalogue.
    name: String,
    title: Title<'data>,
    description: Words,
    theme: Theme,
    page: String,
    nuts: Vec<&'data str>,
    coverage: Option<&'data Coverage>,
    source: Option<&'data Source>,
    files: Vec<File>,
}

enum Title<'data> {
    Ours(Words),
    /// As its source calls it, in whichever language that is.
    Theirs(&'data str),
}

#[derive(Clone, Copy)]
enum Theme {
    Economy,
    Government,
}

impl Theme {
    const ALL: [Self; 2] = [Self::Economy, Self::Government];

    fn code(self) -> &'static str {
        match self {
            Self::Economy => "ECON",
            Self::Government => "GOVE",
        }
    }

    fn words(self) -> Words {
        match self {
            Self::Economy => Words { fr: "Économie et finances", de: "Wirtschaft und Finanzen", en: "Economy and finance" },
            Self::Government => Words {
                fr: "Gouvernement et secteur public",
                de: "Regierung und öffentlicher Sektor",
                en: "Government and public sector",
            },
        }
    }
}

/// A form of a dataset.
#[derive(Clone)]
struct File {
    name: String,
    title: &'static str,
    path: String,
    /// As IANA lists it; some that are in use are in no list.
    media_type: Option<&'static str>,
    /// As the list of the Publications Office calls it.
    file_type: Option<&'static str>,
    standard: Option<String>,
}

impl File {
    fn json(path: &str) -> Self {
        Self {
            name: "json".to_owned(),
            title: "JSON",
            path: path.to_owned(),
            media_type: Some("application/json"),
            file_type: Some("JSON"),
            standard: None,
        }
    }

    /// The forms of the directory under these filters.
    fn of_directory(site: &str, filters: &str) -> Vec<Self> {
        let path = |ending: &str| format!("/v1/organizations.{ending}{filters}");
        let schema = format!("{site}/v1/organizations.schema.json");
        vec![
            Self {
                name: "csv".to_owned(),
                title: "CSV",
                path: path("csv"),
                media_type: Some("text/csv"),
                file_type: Some("CSV"),
                standard: Some(schema),
            },
            Self {
                name: "geojson".to_owned(),
                title: "GeoJSON",
                path: path("geojson"),
                media_type: Some("application/geo+json"),
                file_type: Some("GEOJSON"),
                standard: Some("https://www.rfc-editor.org/rfc/rfc7946".to_owned()),
            },
            Self {
                name: "ndjson".to_owned(),
                title: "NDJSON",
                path: path("ndjson"),
                media_type: None,
                file_type: None,
                standard: None,
            },
        ]
    }
}

pub fn catalog(settings: &Settings, sources: &[Source], coverage: &[Coverage], programmes: &[LabelProgramme]) -> Graph {
    let site = settings.public_url.as_str();
    let whole = all(coverage);
    let datasets: Vec<Dataset> = kept_here(site, &whole, programmes)
        .into_iter()
        .chain(sources.iter().map(|source| of_source(site, source, coverage)))
        .collect();
    let mut catalogue = Catalogue { site, graph: Graph::default() };
    catalogue.describe(&datasets, &whole);
    datasets.iter().for_each(|dataset| catalogue.dataset(dataset));
    catalogue.services(&datasets);
    catalogue.people(settings.mail.from.email.as_ref());
    for theme in Theme::ALL {
        catalogue
            .graph
            .describe(&format!("{AUTHORITY}/data-theme/{}", theme.code()), "skos:Concept")
            .words("skos:prefLabel", theme.words());
    }
    catalogue.graph
}

/// What all records of the directory cover.
fn all(coverage: &[Coverage]) -> Coverage {
    let nuts3: BTreeSet<&String> = coverage.iter().flat_map(|one| &one.nuts3).collect();
    Coverage {
        system: None,
        records: coverage.iter().map(|one| one.records).sum(),
        first_on: coverage.iter().filter_map(|one| one.first_on).min(),
        last_on: coverage.iter().filter_map(|one| one.last_on).max(),
        modified_at: coverage.iter().filter_map(|one| one.modified_at).max(),
        nuts3: nuts3.into_iter().cloned().collect(),
    }
}

fn kept_here<'data>(site: &str, whole: &'data Coverage, programmes: &[LabelProgramme]) -> Vec<Dataset<'data>> {
    let ours = |name: &str, title, description, theme, page: &str, nuts: &[&'data str], files| Dataset {
        name: name.to_owned(),
        title: Title::Ours(title),
        description,
        theme,
        page: format!("{site}{page}"),
        nuts: nuts.to_vec(),
        coverage: None,
        source: None,
        files,
    };
    let nuts: Vec<&str> = whole.nuts3.iter().map(String::as_str).collect();
    let feed = File {
        name: "rpde".to_owned(),
        title: "RPDE",
        standard: Some("https://openactive.io/realtime-paged-data-exchange/".to_owned()),
        ..File::json("/v1/feeds/organization")
    };
    let organizations = File::of_directory(site, "").into_iter().chain([feed]).collect();
    let boards = programmes.iter().flat_map(|programme| &programme.waves).map(|wave| File {
        name: format!("board-{}", wave.slug),
        title: "CSV",
        path: format!("/v1/waves/{}/board.csv", wave.slug),
        media_type: Some("text/csv"),
        file_type: Some("CSV"),
        standard: None,
    });
    let mut datasets = vec![
        ours("organizations", ORGANIZATIONS[0], ORGANIZATIONS[1], Theme::Economy, "/annuaire", &nuts, organizations),
        ours(
            "startups",
            STARTUPS[0],
            STARTUPS[1],
            Theme::Economy,
            "/annuaire?kinds=startup",
            &nuts,
            File::of_directory(site, "?kinds=startup"),
        ),
    ];
    datasets.iter_mut().for_each(|dataset| dataset.coverage = Some(whole));
    let labels = [File::json("/v1/label-programmes")].into_iter().chain(boards).collect();
    datasets.extend([
        ours("totems", TOTEM_WORDS[0], TOTEM_WORDS[1], Theme::Government, "/totems", &TOTEMS, vec![File::json("/v1/totems")]),
        ours("label-programmes", LABELS[0], LABELS[1], Theme::Government, "/candidature", &FRANCE, labels),
        ours(
            "statistics",
            STATISTICS[0],
            STATISTICS[1],
            Theme::Economy,
            "/ecosysteme",
            &LORRAINE,
            vec![File::json("/v1/statistics")],
        ),
        ours(
            "objectives",
            OBJECTIVES[0],
            OBJECTIVES[1],
            Theme::Economy,
            "/objectifs",
            &LORRAINE,
            vec![File::json("/v1/objectives")],
        ),
    ]);
    datasets
}

fn of_source<'data>(site: &str, source: &'data Source, coverage: &'data [Coverage]) -> Dataset<'data> {
    let covered = coverage.iter().find(|one| one.system.as_ref() == Some(&source.system));
    let system: String = url::form_urlencoded::byte_serialize(source.system.as_bytes()).collect();
    Dataset {
        name: format!("source-{system}"),
        title: Title::Theirs(&source.name),
        // Of those that only give lists of names and places, nothing is given on by itself.
        description: if covered.is_some() { FROM_SOURCE } else { LIST_OF_SOURCE },
        theme: Theme::Economy,
        page: source.url.clone().unwrap_or_else(|| format!("{site}/sources")),
        nuts: covered.map(|one| one.nuts3.iter().map(String::as_str).collect()).unwrap_or_default(),
        coverage: covered,
        source: Some(source),
        files: covered.map(|_| File::of_directory(site, &format!("?source={system}"))).unwrap_or_default(),
    }
}

impl Catalogue<'_> {
    fn own(&self, name: &str) -> String {
        format!("{}/v1/catalog#{name}", self.site)
    }

    fn describe(&mut self, datasets: &[Dataset], whole: &Coverage) {
        let (site, publisher) = (self.site.to_owned(), self.own("publisher"));
        let names: Vec<String> = datasets.iter().map(|dataset| self.own(&dataset.name)).collect();
        let services = ["api", "hsds"].map(|name| self.own(name));
        let catalogue = self
            .graph
            .describe(&format!("{site}/v1/catalog"), "dcat:Catalog")
            .words("dct:title", CATALOGUE[0])
            .words("dct:description", CATALOGUE[1])
            .to("dct:publisher", &publisher)
            .outside("foaf:homepage", &format!("{site}/sources"), "foaf:Document")
            .outside("dct:license", LICENSE, "dct:LicenseDocument")
            .instant("dct:modified", whole.modified_at);
        let catalogue = places(languages(catalogue), &LORRAINE);
        let catalogue = names.iter().fold(catalogue, |all, name| all.to("dcat:dataset", name));
        services.iter().fold(catalogue, |all, name| all.to("dcat:service", name));
    }

    fn dataset(&mut self, dataset: &Dataset) {
        let Dataset { name, title, description, theme, page, nuts, coverage, source, files } = dataset;
        let [iri, publisher, contact] = [name, "publisher", "contact"].map(|name| self.own(name));
        let names: Vec<String> = files.iter().map(|file| self.own(&format!("{name}-{}", file.name))).collect();
        let [period, creator, provenance] = ["period", "creator", "provenance"].map(|part| self.own(&format!("{name}-{part}")));
        let resource = self.graph.describe(&iri, "dcat:Dataset");
        let resource = match title {
            Title::Ours(words) => resource.words("dct:title", *words),
            Title::Theirs(title) => resource.text("dct:title", title),
        };
        let resource = resource
            .words("dct:description", *description)
            .text("dct:identifier", &iri)
            .to("dct:publisher", &publisher)
            .to("dcat:contactPoint", &contact)
            .to("dcat:theme", &format!("{AUTHORITY}/data-theme/{}", theme.code()))
            .outside("dct:accessRights", &format!("{AUTHORITY}/access-right/PUBLIC"), "dct:RightsStatement")
            .outside("dct:accrualPeriodicity", &format!("{AUTHORITY}/frequency/CONT"), "dct:Frequency")
            .outside("dcat:landingPage", page, "foaf:Document")
            .instant("dct:modified", coverage.and_then(|covered| covered.modified_at));
        let resource = places(languages(resource), nuts);
        let resource =
            if source.is_some() { resource.to("dct:creator", &creator).to("dct:provenance", &provenance) } else { resource };
        let resource = names.iter().fold(resource, |all, name| all.to("dcat:distribution", name));
        let since = coverage.filter(|covered| covered.first_on.is_some());
        if let Some(covered) = since {
            resource.to("dct:temporal", &period);
            let end = source.and(covered.last_on);
            self.graph.describe(&period, "dct:PeriodOfTime").day("dcat:startDate", covered.first_on).day("dcat:endDate", end);
        }
        if let Some(source) = source {
            self.graph.describe(&creator, "foaf:Agent").text("foaf:name", &source.publisher);
            self.graph.describe(&provenance, "dct:ProvenanceStatement").text("rdfs:label", &source.attribution);
        }
        for (file, iri) in files.iter().zip(&names) {
            self.distribution(file, iri, *source);
        }
    }

    fn distribution(&mut self, file: &File, iri: &str, source: Option<&Source>) {
        let File { name: _, title, path, media_type, file_type, standard } = file;
        let (url, api, rights) = (format!("{}{path}", self.site), self.own("api"), format!("{iri}-rights"));
        let mut resource = self
            .graph
            .describe(iri, "dcat:Distribution")
            .text("dct:title", title)
            .to("dcat:accessURL", &url)
            .to("dcat:downloadURL", &url)
            .to("dcat:accessService", &api);
        if let Some(kind) = media_type {
            resource = resource.outside("dcat:mediaType", &format!("{MEDIA_TYPES}/{kind}"), "dct:MediaType");
        }
        if let Some(kind) = file_type {
            resource = resource.outside("dct:format", &format!("{AUTHORITY}/file-type/{kind}"), "dct:MediaTypeOrExtent");
        }
        if let Some(standard) = standard {
            resource = resource.outside("dct:conformsTo", standard, "dct:Standard");
        }
        let licence = match source {
            Some(source) => source.licence_url.as_deref(),
            None => Some(LICENSE),
        };
        if let Some(licence) = licence {
            resource = resource.outside("dct:license", licence, "dct:LicenseDocument");
        }
        if let Some(source) = source {
            resource.to("dct:rights", &rights);
            let words = format!("{} ({})", source.attribution, source.licence);
            self.graph.describe(&rights, "dct:RightsStatement").text("rdfs:label", &words);
        }
    }

    fn services(&mut self, datasets: &[Dataset]) {
        let site = self.site.to_owned();
        let publisher = self.own("publisher");
        let [api, hsds, organizations, totems] = ["api", "hsds", "organizations", "totems"].map(|name| self.own(name));
        let served: Vec<String> =
            datasets.iter().filter(|dataset| !dataset.files.is_empty()).map(|dataset| self.own(&dataset.name)).collect();
        let resource = self
            .graph
            .describe(&api, "dcat:DataService")
            .text("dct:title", "API")
            .to("dct:publisher", &publisher)
            .to("dcat:endpointURL", &format!("{site}/v1"))
            .to("dcat:endpointDescription", &format!("{site}/openapi.json"))
            .outside("dcat:landingPage", &format!("{site}/docs/"), "foaf:Document")
            .outside("dct:license", LICENSE, "dct:LicenseDocument");
        served.iter().fold(resource, |all, name| all.to("dcat:servesDataset", name));
        self.graph
            .describe(&hsds, "dcat:DataService")
            .text("dct:title", "Open Referral HSDS 3.0")
            .to("dct:publisher", &publisher)
            .to("dcat:endpointURL", &format!("{site}/hsds"))
            .to("dcat:endpointDescription", hsds::OPENAPI)
            .outside("dct:conformsTo", "https://docs.openreferral.org/en/3.0/", "dct:Standard")
            .outside("dct:license", LICENSE, "dct:LicenseDocument")
            .to("dcat:servesDataset", &organizations)
            .to("dcat:servesDataset", &totems);
    }

    fn people(&mut self, address: &str) {
        let site = self.site.to_owned();
        let [publisher, contact] = ["publisher", "contact"].map(|name| self.own(name));
        self.graph.describe(&publisher, "foaf:Agent").text("foaf:name", PUBLISHER).outside(
            "foaf:homepage",
            &format!("{site}/"),
            "foaf:Document",
        );
        self.graph
            .describe(&contact, "vcard:Kind")
            .also("vcard:Organization")
            .text("vcard:fn", PUBLISHER)
            .to("vcard:hasEmail", &format!("mailto:{address}"))
            .to("vcard:hasURL", &format!("{site}/"));
    }
}

fn languages(resource: Resource<'_>) -> Resource<'_> {
    ["FRA", "DEU", "ENG"]
        .iter()
        .fold(resource, |all, code| all.outside("dct:language", &format!("{AUTHORITY}/language/{code}"), "dct:LinguisticSystem"))
}

fn places<'graph>(resource: Resource<'graph>, nuts: &[&str]) -> Resource<'graph> {
    nuts.iter().fold(resource, |all, code| all.outside("dct:spatial", &format!("{NUTS}/{code}"), "dct:Location"))
}

const CATALOGUE: [Words; 2] = [
    Words { fr: "Données ouvertes de LORnTECH", de: "Offene Daten von LORnTECH", en: "Open data of LORnTECH" },
    Words {
        fr: "L’écosystème numérique lorrain : acteurs, start-up, Totems, labels et chiffres, avec leurs sources.",
        de: "Das digitale Ökosystem Lothringens: Akteure, Start-ups, Totems, Labels und Zahlen, mit ihren Quellen.",
        en: "The digital ecosystem of Lorraine: actors, start-ups, Totems, labels and figures, with their sources.",
    },
];
const ORGANIZATIONS: [Words; 2] = [
    Words {
        fr: "Annuaire des acteurs du numérique lorrain",
        de: "Verzeichnis der digitalen Akteure Lothringens",
        en: "Directory of the digital actors of Lorraine",
    },
    Words {
        fr: "Tous les acteurs publiés : entreprises, laboratoires, écoles, incubateurs, lieux. Chaque fiche nomme sa source et sa licence.",
        de: "Alle veröffentlichten Akteure: Unternehmen, Labore, Hochschulen, Inkubatoren, Orte. Jeder Eintrag nennt Quelle und Lizenz.",
        en: "All published actors: companies, laboratories, schools, incubators, places. Each record names its source and licence.",
    },
];
const STARTUPS: [Words; 2] = [
    Words { fr: "Start-up lorraines", de: "Start-ups in Lothringen", en: "Start-ups of Lorraine" },
    Words {
        fr: "Les start-up de l’annuaire, avec leur stade et leurs programmes d’accélération.",
        de: "Die Start-ups des Verzeichnisses, mit Phase und Beschleunigungsprogrammen.",
        en: "The start-ups of the directory, with their stage and acceleration programmes.",
    },
];
const TOTEM_WORDS: [Words; 2] = [
    Words { fr: "Totems et leurs services", de: "Totems und ihre Leistungen", en: "Totems and their services" },
    Words {
        fr: "Les quatre lieux totems : adresse, horaires, contact et services proposés.",
        de: "Die vier Totems: Adresse, Öffnungszeiten, Kontakt und Leistungen.",
        en: "The four Totems: address, opening hours, contact and services on offer.",
    },
];
const LABELS: [Words; 2] = [
    Words {
        fr: "Programmes de labellisation French Tech, appels et vagues",
        de: "Label-Programme der French Tech, Aufrufe und Wellen",
        en: "French Tech label programmes, calls and waves",
    },
    Words {
        fr: "Les appels avec leurs critères, et le tableau de chaque vague : candidats et lauréats, chaque fait avec sa source.",
        de: "Die Aufrufe mit ihren Kriterien und die Tafel jeder Welle: Bewerber und Ausgezeichnete, jede Angabe mit Quelle.",
        en: "The calls with their criteria, and the board of each wave: candidates and laureates, each fact with its source.",
    },
];
const STATISTICS: [Words; 2] = [
    Words { fr: "Chiffres de l’écosystème", de: "Zahlen des Ökosystems", en: "Figures of the ecosystem" },
    Words {
        fr: "Nombre d’acteurs par type, commune, secteur et stade, avec la requête qui donne chaque chiffre.",
        de: "Zahl der Akteure nach Art, Gemeinde, Branche und Phase, mit der Abfrage hinter jeder Zahl.",
        en: "Number of actors by kind, commune, sector and stage, with the query behind each figure.",
    },
];
const OBJECTIVES: [Words; 2] = [
    Words {
        fr: "Objectifs annoncés et observations",
        de: "Angekündigte Ziele und Beobachtungen",
        en: "Announced objectives and observations",
    },
    Words {
        fr: "Les objectifs de la candidature, leur trajectoire et les observations approuvées, avec leurs sources.",
        de: "Die Ziele der Bewerbung, ihr Verlauf und die freigegebenen Beobachtungen, mit Quellen.",
        en: "The objectives of the candidacy, their course and the approved observations, with their sources.",
    },
];
const FROM_SOURCE: Words = Words {
    fr: "Les fiches de l’annuaire qui viennent de cette source, sous sa licence.",
    de: "Die Einträge des Verzeichnisses aus dieser Quelle, unter ihrer Lizenz.",
    en: "The records of the directory that come from this source, under its licence.",
};
const LIST_OF_SOURCE: Words = Words {
    fr: "Une liste de noms ou de lieux sur laquelle l’annuaire s’appuie ; elle s’obtient à la source.",
    de: "Eine Liste von Namen oder Orten, auf die sich das Verzeichnis stützt; sie ist bei der Quelle zu haben.",
    en: "A list of names or places that the directory relies on; it is had at its source.",
};

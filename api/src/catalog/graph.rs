//! Statements about resources, and their two ways of being written.

use std::{collections::BTreeSet, io};

use oxjsonld::JsonLdSerializer;
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term, Triple, vocab::xsd};
use oxttl::TurtleSerializer;

use crate::error::{Language, Words};

const TYPE: &str = "rdf:type";
/// The vocabularies that names are taken from.
const PREFIXES: [(&str, &str); 9] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("adms", "http://www.w3.org/ns/adms#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// A name of a vocabulary in full.
fn name(short: &str) -> NamedNode {
    let (prefix, local) = short.split_once(':').unwrap_or(("", short));
    let vocabulary = PREFIXES.iter().find(|(known, _)| *known == prefix).map_or("", |(_, iri)| iri);
    NamedNode::new_unchecked(format!("{vocabulary}{local}"))
}

/// Statements in the order in which they were made; those about what lies elsewhere come last.
#[derive(Default)]
pub struct Graph {
    triples: Vec<Triple>,
    outside: BTreeSet<(String, &'static str)>,
}

impl Graph {
    /// Begins to describe a resource of this class.
    pub fn describe(&mut self, iri: &str, class: &str) -> Resource<'_> {
        let subject = NamedNode::new_unchecked(iri);
        Resource { graph: self, subject }.also(class)
    }

    fn triples(mut self) -> Vec<Triple> {
        for (iri, class) in std::mem::take(&mut self.outside) {
            self.describe(&iri, class);
        }
        self.triples
    }

    pub fn turtle(self) -> io::Result<Vec<u8>> {
        let serializer = PREFIXES.iter().try_fold(TurtleSerializer::new(), |all, (prefix, iri)| all.with_prefix(*prefix, *iri));
        let mut writer = serializer.map_err(io::Error::other)?.for_writer(vec![]);
        self.triples().iter().try_for_each(|triple| writer.serialize_triple(triple))?;
        writer.finish()
    }

    pub fn json_ld(self) -> io::Result<Vec<u8>> {
        let serializer = PREFIXES.iter().try_fold(JsonLdSerializer::new(), |all, (prefix, iri)| all.with_prefix(*prefix, *iri));
        let mut writer = serializer.map_err(io::Error::other)?.for_writer(vec![]);
        for triple in self.triples() {
            writer.serialize_quad(&Quad::new(triple.subject, triple.predicate, triple.object, GraphName::DefaultGraph))?;
        }
        writer.finish()
    }
}

/// A resource that is being described.
pub struct Resource<'graph> {
    graph: &'graph mut Graph,
    subject: NamedNode,
}

impl Resource<'_> {
    fn add(self, property: &str, object: impl Into<Term>) -> Self {
        self.graph.triples.push(Triple::new(self.subject.clone(), name(property), object));
        self
    }

    /// Of this class, too.
    pub fn also(self, class: &str) -> Self {
        self.add(TYPE, name(class))
    }

    pub fn words(self, property: &str, words: Words) -> Self {
        [Language::Fr, Language::De, Language::En].into_iter().fold(self, |all, language| {
            all.add(property, Literal::new_language_tagged_literal_unchecked(words.say(language, &[]), language.tag()))
        })
    }

    pub fn text(self, property: &str, text: &str) -> Self {
        self.add(property, Literal::new_simple_literal(text))
    }

    pub fn day(self, property: &str, day: Option<chrono::NaiveDate>) -> Self {
        match day {
            Some(day) => self.add(property, Literal::new_typed_literal(day.to_string(), xsd::DATE)),
            None => self,
        }
    }

    pub fn instant(self, property: &str, at: Option<chrono::DateTime<chrono::Utc>>) -> Self {
        match at {
            Some(at) => self.add(property, Literal::new_typed_literal(at.format("%FT%TZ").to_string(), xsd::DATE_TIME)),
            None => self,
        }
    }

    /// To a resource of this catalogue, or to an address; to what is no address nothing.
    pub fn to(self, property: &str, iri: &str) -> Self {
        match NamedNode::new(iri) {
            Ok(node) => self.add(property, node),
            Err(_) => self,
        }
    }

    /// To something that is described elsewhere, of which only the class is said here.
    pub fn outside(self, property: &str, iri: &str, class: &'static str) -> Self {
        if NamedNode::new(iri).is_ok() {
            self.graph.outside.insert((iri.to_owned(), class));
        }
        self.to(property, iri)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLE: Words = Words { fr: "L’« annuaire »\n\\", de: "Das Verzeichnis", en: "The \"directory\"" };

    fn graph() -> Graph {
        let mut graph = Graph::default();
        graph
            .describe("https://lorntech.example/v1/catalog", "dcat:Catalog")
            .words("dct:title", TITLE)
            .to("foaf:page", "no address")
            .outside("dct:spatial", "http://data.europa.eu/nuts/code/FRF3", "dct:Location");
        graph
    }

    #[test]
    fn both_ways_say_the_same_and_what_is_no_address_leads_nowhere() {
        let turtle = graph().turtle().expect("Turtle");
        let json = graph().json_ld().expect("JSON-LD");
        let mut read: Vec<String> =
            oxttl::TurtleParser::new().for_slice(&turtle).map(|triple| triple.expect("a triple").to_string()).collect();
        let mut other: Vec<String> =
            oxjsonld::JsonLdParser::new().for_slice(&json).map(|quad| quad.expect("a quad").to_string()).collect();
        read.sort();
        other.sort();
        assert_eq!((read.len(), &read), (6, &other));
        assert!(read.iter().any(|triple| triple.contains("/dc/terms/Location")), "{read:?}");
    }
}

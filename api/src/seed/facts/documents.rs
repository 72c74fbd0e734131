//! The documents that the facts were read in. Most are known by their publisher only.

use super::super::model::{FactSource, SeedDate};
use super::{day, inferred, month, spring};

/// On the candidacy; undated, after mid-November, 2014 inferred.
pub const ARTICLE_A: FactSource = FactSource {
    title: "Article de presse sur la candidature LORnTECH (non daté)",
    publisher: "Presse",
    url: None,
    published: Some(inferred(month(2014, 11))),
    says: None,
};

/// On the Metz site; undated, in a spring, 2015 inferred.
pub const ARTICLE_B: FactSource = FactSource {
    title: "Article de presse sur le site de Metz (non daté)",
    publisher: "Presse",
    url: None,
    published: Some(inferred(spring(2015))),
    says: None,
};

pub const LABEL_PROCESS: FactSource = FactSource {
    title: "Présentation du processus de labellisation",
    publisher: "Mission French Tech",
    url: None,
    published: None,
    says: None,
};

pub const ALLIANCY: FactSource = page("alliancy.fr");
pub const CORRESPONDANCES: FactSource = page("correspondances.fr");
pub const DIGITAL_MIF: FactSource = dated_page("digital-mif.fr", day(2014, 6, 21));
pub const EUROPE1: FactSource = dated_page("europe1.fr", day(2014, 11, 12));
pub const INRIA: FactSource = page("inria.fr");
pub const JOURNAL_DES_ENTREPRISES: FactSource = page("lejournaldesentreprises.com");
pub const RESEAU_HEALTHTECH: FactSource = page("reseau-healthtech.fr");
pub const STRADE: FactSource = page("lestrademensuel.fr");
pub const TECHTIC: FactSource = dated_page("techtic-co.eu", day(2015, 4, 19));
pub const TOUT_METZ: FactSource = page("tout-metz.com");
pub const USINE_DIGITALE: FactSource = page("usine-digitale.fr");

const fn page(publisher: &'static str) -> FactSource {
    FactSource { title: "Page sur la French Tech en Lorraine", publisher, url: None, published: None, says: None }
}

const fn dated_page(publisher: &'static str, on: SeedDate) -> FactSource {
    FactSource { published: Some(on), ..page(publisher) }
}

/// The same document, with what it says on the matter at hand.
pub const fn saying(document: FactSource, says: &'static str) -> FactSource {
    FactSource { says: Some(says), ..document }
}

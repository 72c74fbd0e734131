//! The partner region of the demonstration: two demonstrations, each a client of the other, that keep each other in step.

use diesel::{
    QueryableByName,
    sql_types::{Bool, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl;
use sha2::{Digest, Sha256};
use uuid::{Uuid, uuid};

use crate::{
    api_clients::queries::{self, New},
    auth::{Authority, ClientScope},
    db::{Db, Emitted, Event, Kind, Origin, Tx, sql},
    directory::queries::{self as directory, NewOrganization},
    error::ErrorCode,
    http::{Answer, LangText, Problem},
    ids::{AccountId, ApiClientId, OrganizationId},
};

/// The client of the other demonstration: the same in both, so that neither has to ask who it is.
pub const PARTNER_CLIENT: Uuid = uuid!("01920c1e-7b5a-7c3e-9d4f-0de30de30de3");

/// What an instance of another region tells: visibly nothing real.
struct Fiction {
    name: &'static str,
    kind: &'static str,
    locality: &'static str,
    latitude: f64,
    longitude: f64,
    fr: &'static str,
    de: &'static str,
    en: &'static str,
}

const RECORDS: [Fiction; 3] = [
    Fiction {
        name: "Makerspace fictif de Belval (démonstration)",
        kind: "fablab",
        locality: "Esch-sur-Alzette",
        latitude: 49.5028,
        longitude: 5.9456,
        fr: "Un atelier qui n’existe pas : il montre comment une région voisine tient ses fiches.",
        de: "Eine Werkstatt, die es nicht gibt: Sie zeigt, wie eine Nachbarregion ihre Einträge führt.",
        en: "A workshop that does not exist: it shows how a neighbouring region keeps its records.",
    },
    Fiction {
        name: "Incubateur fictif du Kirchberg (démonstration)",
        kind: "incubator",
        locality: "Luxembourg",
        latitude: 49.6283,
        longitude: 6.1583,
        fr: "Un incubateur qui n’existe pas : modifiez sa fiche au Luxembourg, et voyez-la changer en Lorraine.",
        de: "Ein Inkubator, den es nicht gibt: Ändern Sie seinen Eintrag in Luxemburg, und er ändert sich in Lothringen.",
        en: "An incubator that does not exist: change its record in Luxembourg and see it change in Lorraine.",
    },
    Fiction {
        name: "Laboratoire fictif de la Sûre (démonstration)",
        kind: "research_lab",
        locality: "Echternach",
        latitude: 49.8114,
        longitude: 6.4217,
        fr: "Un laboratoire qui n’existe pas : supprimez sa fiche au Luxembourg, et elle quitte la Lorraine.",
        de: "Ein Labor, das es nicht gibt: Löschen Sie seinen Eintrag in Luxemburg, und er verlässt Lothringen.",
        en: "A laboratory that does not exist: delete its record in Luxembourg and it leaves Lorraine.",
    },
];

#[derive(QueryableByName)]
struct Standing {
    #[diesel(sql_type = Text)]
    authority: String,
    #[diesel(sql_type = SqlUuid)]
    owner: AccountId,
    #[diesel(sql_type = Bool)]
    client: bool,
    #[diesel(sql_type = Bool)]
    records: bool,
}

/// Lets the partner in, and gives an instance of another region something of its own to tell.
pub async fn load(db: &Db, partner: Authority, password: &str) -> Result<(), Problem> {
    let hash = Sha256::digest(password.as_bytes()).to_vec();
    let write = async move |tx: &mut Tx| {
        let statement = sql("select h.authority, a.id as owner, exists (select from api_clients where id = ")
            .bind::<SqlUuid, _>(PARTNER_CLIENT)
            .push(") as client, exists (select from organizations o where o.authority = h.authority) as records from feed_head h, accounts a where a.email_folded = 'admin@demo.lorntech.example'");
        let standing: Standing = statement.get_result(tx).await?;
        if standing.authority == partner.name() {
            return Err(ErrorCode::ForeignAuthority.into());
        }
        let id = ApiClientId(PARTNER_CLIENT);
        if standing.client {
            queries::set_secret(tx, id, hash.clone()).await?;
        } else {
            queries::insert(tx, id, &client(standing.owner, partner, hash.clone())).await?;
        }
        let mut events = vec![];
        if !standing.records {
            for record in &RECORDS {
                let id = OrganizationId::new();
                directory::insert(tx, id, &organization(record, &standing.authority), &[]).await?;
                events.push(Event::new("organization.created", Kind::Organization, id.0, 1));
            }
        }
        let first = Event::new("api_client.created", Kind::ApiClient, PARTNER_CLIENT, 1);
        Ok(Emitted::new(first, Answer::no_content()).and(events))
    };
    db.write(Origin::system("demonstration"), &[], write).await.map(drop)
}

fn client(owner: AccountId, partner: Authority, hash: Vec<u8>) -> New {
    New {
        owner,
        name: "Région partenaire (démonstration)".to_owned(),
        test: true,
        scopes: vec![ClientScope::SyncRead, ClientScope::SyncWrite],
        authority: Some(partner),
        allowed_origins: vec![],
        secret_hash: Some(hash),
        keys: None,
    }
}

fn organization(fiction: &Fiction, region: &str) -> NewOrganization {
    let Fiction { name, kind, locality, latitude, longitude, fr, de, en } = *fiction;
    let said = |text: &str| Some(text.to_owned());
    NewOrganization {
        name: name.to_owned(),
        kinds: vec![kind.to_owned()],
        summary: Some(LangText { fr: said(fr), de: said(de), en: said(en), lb: None }),
        locality: Some(locality.to_owned()),
        country: Some("LU".to_owned()),
        latitude: Some(latitude),
        longitude: Some(longitude),
        territory: region.to_owned(),
        published: true,
        ..NewOrganization::default()
    }
}

//! The first HTML of public pages: title, description, canonical address and the content in plain, semantic HTML,
//! written into the built page of the site. Whoever reads without JavaScript, or only previews a link, sees what is
//! there; the site then takes the place over. French, which is the site's first language.

pub mod html;
mod json_ld;
pub mod sitemap;

use actix_web::{HttpResponse, http::StatusCode, http::header};

use crate::{
    candidacies, directory,
    error::Language,
    http::{LangText, Problem, site::Frame},
    ids::Ref,
    objectives,
    spaces::{self, model::Space},
    state::State,
    statistics, totems,
};
use html::{Html, text};

/// What a page says before the site runs.
struct Page {
    title: String,
    description: String,
    main: Html,
    found: bool,
    /// Of the record that the page is about: the same for programs.
    data: Option<serde_json::Value>,
    /// Where it is from now on.
    moved: Option<String>,
}

impl Page {
    fn new(title: String, description: String, main: Html) -> Self {
        Self { title, description, main, found: true, data: None, moved: None }
    }
}

const NAME: &str = "LORnTECH";

/// Pages that are for one reader or hold no content of their own: they have a title, and search engines leave them out.
const PERSONAL: &[(&str, &str)] = &[
    ("/demandes", "Mes demandes"),
    ("/travail", "Demandes reçues"),
    ("/demo", "Courrier de démonstration"),
    ("/connexion", "Se connecter"),
    ("/invitations", "Invitation"),
    ("/administration", "Administration"),
    ("/design", "La charte du site"),
    ("/compte", "Mon compte"),
    ("/embed/map", "La carte de l’annuaire"),
    ("/moderation", "Modération de l’annuaire"),
    ("/imports", "Imports de l’annuaire"),
    ("/prises-en-charge", "Prise en charge d’une fiche"),
];

/// The same of one record, behind its address.
const RECORD_STEPS: &[(&str, &str)] = &[
    ("modifier", "Modifier une fiche"),
    ("reunir", "Réunir deux fiches"),
    ("historique", "Historique d’une fiche"),
    ("prise-en-charge", "Prise en charge d’une fiche"),
];

/// The page at `path`, with 404 where there is none and 503 where it cannot be read now.
pub async fn answer(state: &State, frame: &Frame, path: &str, query: &str) -> HttpResponse {
    let public_url = &state.settings.public_url;
    let page = match page(state, path).await {
        Ok(page) => page,
        Err(problem) => {
            log::warn!("the first HTML of a page was left out: {problem}");
            return unavailable(frame, path);
        }
    };
    let here = |prefix: &str| prefix != "/demo" || state.settings.demo.is_some();
    let personal = PERSONAL.iter().find(|(prefix, _)| {
        here(prefix) && path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let personal = personal.or_else(|| match path.split('/').skip(1).collect::<Vec<_>>()[..] {
        ["annuaire", _, step] => RECORD_STEPS.iter().find(|(name, _)| *name == step),
        _ => None,
    });
    let (status, head, main) = match (page, personal) {
        (Some(Page { moved: Some(address), .. }), _) => {
            return HttpResponse::MovedPermanently().insert_header((header::LOCATION, address)).finish();
        }
        (Some(page), _) => {
            let status = if page.found { StatusCode::OK } else { StatusCode::NOT_FOUND };
            let asked = if page.found && query.is_empty() { asked(path) } else { String::new() };
            (status, head(&page, &format!("{public_url}{path}")) + &asked, page.main.text())
        }
        (None, Some((_, title))) => (
            StatusCode::OK,
            format!("<title>{} – {NAME}</title><meta name=\"robots\" content=\"noindex\">", text(title)),
            String::new(),
        ),
        (None, None) => {
            let page = missing();
            (StatusCode::NOT_FOUND, head(&page, path), page.main.text())
        }
    };
    HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .body(frame.around(path, &head, &main))
}

/// What cannot be read now is still there: with 404, search engines would forget it. The site says the rest and comes
/// back by itself.
fn unavailable(frame: &Frame, path: &str) -> HttpResponse {
    let (title, words) = (
        "Le service est momentanément indisponible",
        "Réessayez dans quelques minutes. Ce que vous avez écrit est conservé sur votre appareil.",
    );
    HttpResponse::ServiceUnavailable()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::RETRY_AFTER, "10"))
        .body(frame.around(
            path,
            &format!("<title>{title} – {NAME}</title>"),
            &Html::default().heading(title).paragraph(words).text(),
        ))
}

fn head(page: &Page, address: &str) -> String {
    let (title, description, address) = (text(&page.title), text(&page.description), text(address));
    if !page.found {
        return format!("<title>{title} – {NAME}</title>");
    }
    format!(
        "<title>{title} – {NAME}</title><meta name=\"description\" content=\"{description}\">\
         <link rel=\"canonical\" href=\"{address}\"><meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"og:description\" content=\"{description}\"><meta property=\"og:url\" content=\"{address}\">\
         <meta property=\"og:type\" content=\"website\"><meta property=\"og:site_name\" content=\"{NAME}\">\
         <meta property=\"og:locale\" content=\"fr_FR\">{}",
        page.data.as_ref().map(json_ld::element).unwrap_or_default()
    )
}

/// Has the browser fetch what the site will ask first, with its scripts instead of after them. The addresses are those
/// that the site writes (`queries.ts` of its features); where one differs it is fetched twice, which a journey looks for.
fn asked(path: &str) -> String {
    let totems = "/v1/totems".to_owned();
    let addresses = match path.split('/').skip(1).collect::<Vec<_>>()[..] {
        [""] => {
            let recent = "organizations?sort=-updated_at&limit=5&count=true";
            ["totems", "totems/statistics", "objectives", "objectives/trajectories", recent]
                .map(|path| format!("/v1/{path}"))
                .into()
        }
        ["annuaire"] => vec![
            "/v1/organizations?count=true&limit=20".to_owned(),
            "/v1/organizations?facets=kinds&facets=sectors&facets=commune&facets=stage&limit=1".to_owned(),
        ],
        ["annuaire", slug] if slug != "proposer" => vec![format!("/v1/organizations/{slug}")],
        ["ecosysteme"] => vec!["/v1/statistics".to_owned(), "/v1/statistics/series".to_owned()],
        ["totems"] => vec![totems],
        ["totems", slug] => {
            vec![format!("/v1/totems/{slug}"), totems, format!("/v1/totems/{slug}/charter"), format!("/v1/totems/{slug}/spaces")]
        }
        ["totems", slug, "espaces", space] => vec![format!("/v1/totems/{slug}/spaces/{space}")],
        ["candidature"] => vec!["/v1/candidacies/metropole-french-tech".to_owned()],
        ["objectifs"] => vec!["/v1/objectives".to_owned()],
        _ => vec![],
    };
    let link = |address: String| format!("<link rel=\"preload\" as=\"fetch\" crossorigin href=\"{}\">", text(&address));
    addresses.into_iter().chain(["/demo/status.json".to_owned()]).map(link).collect()
}

async fn page(state: &State, path: &str) -> Result<Option<Page>, Problem> {
    match path.split('/').skip(1).collect::<Vec<_>>()[..] {
        [""] => home(state).await.map(Some),
        ["annuaire"] => directory_page(state).await.map(Some),
        ["annuaire", "proposer"] => Ok(Some(plain("Proposer une fiche", "Ajoutez qui manque à l’annuaire."))),
        ["annuaire", slug] => organization(state, slug).await.map(Some),
        ["ecosysteme"] => ecosystem(state).await.map(Some),
        ["totems"] => totem_list(state).await.map(Some),
        ["totems", slug] => totem(state, slug).await.map(Some),
        ["totems", slug, "chiffres"] => totem_figures(state, slug).await.map(Some),
        ["totems", slug, "espaces", name] => space(state, slug, name).await.map(Some),
        ["candidature"] => candidacy(state).await,
        ["objectifs"] => objective_list(state).await.map(Some),
        ["sources"] => Ok(Some(plain("Sources et licences", "D’où viennent les données, et sous quelles licences."))),
        ["accessibilite"] => Ok(Some(plain(
            "Accessibilité",
            "Où en est ce site, ce qui n’est pas encore accessible, et à qui signaler un obstacle.",
        ))),
        ["demander"] => Ok(Some(plain(
            "Demander à un Totem",
            "Dites ce dont vous avez besoin : le Totem le plus proche vous répond, et vous savez quand.",
        ))),
        ["demander", "envoyee"] => {
            Ok(Some(plain("Confirmez votre demande", "Ouvrez le lien du courriel pour envoyer votre demande.")))
        }
        _ => Ok(None),
    }
}

fn plain(title: &str, description: &str) -> Page {
    let main = Html::default().heading(title).paragraph(description);
    Page::new(title.to_owned(), description.to_owned(), main)
}

fn missing() -> Page {
    let page = plain("Cette page n’existe pas", "L’adresse a peut-être changé, ou la fiche a été retirée.");
    let ways = [("/annuaire", "Chercher dans l’annuaire"), ("/demander", "Demander à un Totem"), ("/", "Revenir à l’accueil")];
    Page { found: false, main: page.main.links(ways), ..page }
}

fn say(text: &LangText) -> &str {
    text.say(Language::Fr)
}

async fn home(state: &State) -> Result<Page, Problem> {
    let totems = totems::queries::list(state).await?;
    let description = "Posez votre question au Totem le plus proche : locaux, logistique, conseil, financement. Quatre lieux, à Thionville, Metz, Nancy et Épinal.";
    let links = totems.iter().map(|totem| (format!("/totems/{}", totem.slug), format!("{}, {}", totem.city, totem.name)));
    let main = Html::default().heading("De quoi avez-vous besoin ?").paragraph(description).links(links).links([
        ("/annuaire", "L’annuaire"),
        ("/objectifs", "Les objectifs"),
        ("/candidature", "La candidature"),
    ]);
    Ok(Page::new("Le guichet des entrepreneurs du Sillon lorrain".to_owned(), description.to_owned(), main))
}

async fn directory_page(state: &State) -> Result<Page, Problem> {
    let filters = directory::queries::Filters::default();
    let statement = directory::queries::list(&filters, None, directory::queries::Order::Name, None, 20);
    let rows = state.db.read(async |connection| directory::queries::load_list(connection, statement).await).await?;
    let description = "Laboratoires, écoles, start-up, financeurs de Lorraine et de la Grande Région : qui fait quoi, et où.";
    let items = rows.into_iter().map(directory::model::OrganizationSummary::from);
    let links = items.map(|item| (format!("/annuaire/{}", item.slug), item.name));
    let main = Html::default().heading("L’annuaire").paragraph(description).links(links);
    Ok(Page::new("L’annuaire".to_owned(), description.to_owned(), main))
}

async fn organization(state: &State, slug: &str) -> Result<Page, Problem> {
    let id = Ref::Slug(slug.to_owned());
    let found = state.db.read(async |connection| directory::queries::find(connection, &id).await).await?;
    if let Some(slug) = found.as_ref().and_then(|found| found.merged_into.clone()) {
        return Ok(Page { moved: Some(format!("/annuaire/{slug}")), ..missing() });
    }
    let published =
        found.map(|found| found.organization).filter(|found| found.status == directory::model::OrganizationStatus::Published);
    let Some(organization) = published else { return Ok(missing()) };
    let locality = organization.location.as_ref().and_then(|location| location.locality.clone());
    let summary = organization.summary.as_ref().or(organization.description.as_ref()).map(|text| say(text).to_owned());
    let description = summary.unwrap_or_else(|| match &locality {
        Some(locality) => format!("{}, à {locality} : sa fiche dans l’annuaire de la tech lorraine.", organization.name),
        None => format!("{} : sa fiche dans l’annuaire de la tech lorraine.", organization.name),
    });
    let mut main = Html::default().heading(&organization.name).paragraph(&description);
    if let Some(long) = &organization.description {
        main = main.paragraph(say(long));
    }
    if let Some(locality) = &locality {
        main = main.paragraph(locality);
    }
    if let Some(website) = &organization.website {
        main = main.links([(website.as_str(), website.as_str())]);
    }
    if let Some(source) = &organization.source {
        main = main.paragraph(&source.attribution);
    }
    let title = organization.name.clone();
    let data = Some(json_ld::organization(&organization, &state.settings.public_url));
    Ok(Page { data, ..Page::new(title, short(&description), main) })
}

async fn ecosystem(state: &State) -> Result<Page, Problem> {
    let figures = statistics::figures(state, None, None).await?;
    let description =
        format!("{} organisations dans l’annuaire, par commune et par secteur, et qui elles sont.", figures.organizations.count);
    let places = figures.communes.into_iter().filter_map(|figure| {
        let (label, address) = (figure.label?, format!("/annuaire?commune_code={}", figure.value?));
        Some((address, format!("{label} : {}", figure.count)))
    });
    let main = Html::default().heading("L’écosystème en chiffres").paragraph(&description).links(places.take(20));
    Ok(Page::new("L’écosystème en chiffres".to_owned(), description, main))
}

async fn totem_list(state: &State) -> Result<Page, Problem> {
    let totems = totems::queries::list(state).await?;
    let description = "Quatre lieux pour les entrepreneurs du numérique, à Thionville, Metz, Nancy et Épinal.";
    let links = totems.iter().map(|totem| (format!("/totems/{}", totem.slug), format!("{}, {}", totem.city, totem.name)));
    let main = Html::default().heading("Les Totems").paragraph(description).links(links);
    Ok(Page::new("Les Totems".to_owned(), description.to_owned(), main))
}

async fn totem(state: &State, slug: &str) -> Result<Page, Problem> {
    let id = Ref::Slug(slug.to_owned());
    let Some(totem) = totems::queries::find(state, &id).await? else {
        return Ok(missing());
    };
    let title = format!("Totem de {}, {}", totem.city, totem.name);
    let mut main = Html::default().heading(&title).paragraph(say(&totem.description));
    for service in &totem.services {
        main = main.section(say(&service.name), say(&service.description));
    }
    let spaces = state.db.read(async |connection| spaces::queries::list(connection, &id).await).await?;
    let spaces = spaces.iter().map(|found| (found.space.page(), say(&found.space.name)));
    let ask = (format!("/demander?totem={}", totem.slug), "Demander à ce Totem");
    let main = main.links([ask].into_iter().chain(spaces));
    let data = Some(json_ld::totem(&totem, &state.settings.public_url));
    Ok(Page { data, ..Page::new(title, short(say(&totem.description)), main) })
}

async fn totem_figures(state: &State, slug: &str) -> Result<Page, Problem> {
    let id = Ref::Slug(slug.to_owned());
    let Some(totem) = totems::queries::find(state, &id).await? else {
        return Ok(missing());
    };
    let title = format!("Le Totem de {} tient-il ses délais ?", totem.city);
    let description = "Ce qui a été promis, ce qui a été tenu, demande par demande.";
    let main = Html::default().heading(&title).paragraph(description);
    let main = main.links([(format!("/totems/{}", totem.slug), totem.name)]);
    Ok(Page::new(title, description.to_owned(), main))
}

async fn space(state: &State, totem: &str, space: &str) -> Result<Page, Problem> {
    let (totem, space) = (Ref::Slug(totem.to_owned()), Ref::Slug(space.to_owned()));
    let Some(found) = state.db.read(async |connection| spaces::queries::find(connection, &totem, &space).await).await? else {
        return Ok(missing());
    };
    let Space { name, description, totem, .. } = &found.space;
    let title = format!("{}, {}", say(name), totem.name);
    let words = format!("{}, à réserver au {} : disponibilités, prix et règles de réservation.", say(name), totem.name);
    let mut main = Html::default().heading(say(name)).paragraph(&words);
    if let Some(description) = description {
        main = main.paragraph(say(description));
    }
    Ok(Page::new(title, short(&words), main))
}

async fn candidacy(state: &State) -> Result<Option<Page>, Problem> {
    let reader = candidacies::Reader::of(&crate::auth::Actor::Anonymous, state.clock.now());
    let found = state.db.read(async |connection| candidacies::list(connection, reader).await).await?;
    let page = |candidacy: candidacies::model::Candidacy| {
        let title = say(&candidacy.name).to_owned();
        let mut main = Html::default().heading(&title).paragraph(say(&candidacy.summary));
        for milestone in &candidacy.milestones {
            let date = milestone.date_words.as_ref().map(|words| say(words).to_owned());
            let date = date.or_else(|| milestone.occurred_on.or(milestone.planned_on).map(|date| date.to_string()));
            main = main.section(say(&milestone.title), &date.unwrap_or_default());
        }
        Page::new(title, short(say(&candidacy.summary)), main)
    };
    Ok(found.into_iter().next().map(page))
}

async fn objective_list(state: &State) -> Result<Page, Problem> {
    let objectives = state.db.read(objectives::list).await?;
    let description = "Ce que LORnTECH a annoncé, dans ses mots et avec ses sources.";
    let mut main = Html::default().heading("Les objectifs").paragraph(description);
    for objective in &objectives {
        main = main.section(say(&objective.name), say(&objective.announcement.words));
    }
    Ok(Page::new("Les objectifs".to_owned(), description.to_owned(), main))
}

/// A description as search engines show it.
fn short(text: &str) -> String {
    if text.chars().count() <= 160 {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(157).collect();
    let words = beginning.rsplit_once(' ').map_or(beginning.as_str(), |(words, _)| words);
    format!("{words}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_description_ends_between_words() {
        let long = "mot ".repeat(60);
        let short = short(&long);
        assert!(short.chars().count() <= 160 && short.ends_with("mot…"));
    }

    #[test]
    fn what_a_record_says_cannot_become_markup() {
        let page = Page {
            title: "<script>alert(1)</script>".to_owned(),
            description: "\" onload=\"alert(1)".to_owned(),
            main: Html::default().heading("<img src=x onerror=alert(1)>").links([("javascript:alert(1)", "ici")]),
            found: true,
            data: None,
            moved: None,
        };
        let html = head(&page, "https://lorntech.example/") + &page.main.text();
        assert!(
            !html.contains("<script") && !html.contains("<img") && !html.contains("\" onload") && !html.contains("javascript:")
        );
    }
}

use serde_json::json;

use super::{DAY, a_day_ago, a_day_passes, publish, save, told};
use crate::{
    fixtures::propose,
    harness::{App, MailServer, eventually},
};

/// Changes a record as a moderator.
fn change(app: &App, slug: &str, body: &serde_json::Value) {
    let moderator = app.token("moderator");
    let path = format!("/v1/organizations/{slug}");
    let etag = moderator.get(&path).expect(200).etag().to_owned();
    moderator.patch(&path, &etag, body).expect(200);
}

fn step(app: &App, path: &str, body: &serde_json::Value) {
    app.token("moderator").post(&format!("{path}/transitions"), body).expect(201);
}

#[test]
fn what_is_published_after_a_search_was_saved_is_told_once_with_the_way_to_it_and_out() {
    let app = App::start();
    publish(&app, "Robots anciens", "sme");
    let member = app.token("entrepreneur");
    let proposal = propose(&member, "Robots en attente");
    propose(&member, "Robots cachés");
    let path = save(&member, "Des robots", &json!({"q": "robots", "kinds": ["sme", "association"]}));
    save(&app.token("pilot"), "Autre chose", &json!({"q": "chaudronnerie"}));
    publish(&app, "Robots nouveaux", "sme");
    publish(&app, "Robots lointains", "university");
    step(&app, &proposal, &json!({"to": "published"}));
    a_day_passes(&app);
    let [letter] = <[_; 1]>::try_from(told(&app, "Des robots")).unwrap();
    assert!(letter.is_to("entrepreneur@demo.lorntech.example"));
    assert_eq!(letter.subject, "2 nouvelles fiches : « Des robots »");
    for part in [
        "– Robots nouveaux, Metz\nhttp",
        "/annuaire/robots-nouveaux\n",
        "– Robots en attente\nhttp",
        "/annuaire?q=robots&kinds=sme&kinds=association&sort=-updated_at\n",
        "/compte/recherches\n",
        "/compte/desabonnement#jeton=",
    ] {
        assert!(letter.text.contains(part), "{part}: {}", letter.text);
    }
    for other in ["anciens", "cachés", "lointains"] {
        assert!(!letter.text.contains(other), "{other}: {}", letter.text);
    }
    assert!(!app.token("entrepreneur").get(&path).expect(200).at("/told_at").is_empty());
    // The same way out as of other letters.
    let way_out = letter.list_unsubscribe.unwrap();
    let way_out = &way_out[way_out.find("/v1/").unwrap()..];
    assert_eq!(app.anonymous().get(way_out).expect(200).at("/kind"), "saved_searches");
    // Another day, nothing new; a change of what matches already is none.
    change(&app, "robots-anciens", &json!({"description": {"fr": "Toujours des robots."}}));
    change(&app, "robots-nouveaux", &json!({"description": {"fr": "Encore des robots."}}));
    a_day_passes(&app);
    assert_eq!(told(&app, "Des robots").len(), 1);
    assert_eq!(told(&app, "Autre chose").len(), 0);
    // Ended, it tells nothing, and nothing later of what came meanwhile.
    app.anonymous().send("POST", way_out, &[], None).expect(200);
    publish(&app, "Robots tus", "sme");
    a_day_passes(&app);
    assert_eq!(told(&app, "Des robots").len(), 1);
    let on = json!({"settings": [{"kind": "saved_searches", "channel": "mail", "enabled": true}]});
    app.token("entrepreneur").patch_with("/v1/me/notification-settings", &[], &on).expect(200);
    a_day_passes(&app);
    assert_eq!(told(&app, "Des robots").len(), 1);
}

#[test]
fn what_has_come_to_match_by_a_change_is_told_and_what_comes_back_is_not() {
    let app = App::start();
    for (name, kind) in [("Lieu premier", "fablab"), ("Lieu second", "association"), ("Lieu tiers", "association")] {
        publish(&app, name, kind);
    }
    a_day_ago(&app);
    let member = app.token("entrepreneur");
    save(&member, "Ateliers", &json!({"kinds": ["fablab"]}));
    save(&member, "Par numéro", &json!({"q": "404833048"}));
    change(&app, "lieu-second", &json!({"kinds": ["fablab", "association"]}));
    change(&app, "lieu-premier", &json!({"kinds": ["fablab", "coworking"], "website": "https://premier.example"}));
    change(&app, "lieu-tiers", &json!({"identifiers": [{"scheme": "FR-SIREN", "value": "404833048"}]}));
    a_day_passes(&app);
    let [letter] = <[_; 1]>::try_from(told(&app, "Ateliers")).unwrap();
    assert!(letter.text.contains("Lieu second") && !letter.text.contains("premier"), "{}", letter.text);
    let [letter] = <[_; 1]>::try_from(told(&app, "Par numéro")).unwrap();
    assert!(letter.text.contains("Lieu tiers"), "{}", letter.text);
    // Both leave, and come back.
    let taken = json!({"to": "suspended", "reason": "inaccurate"});
    for slug in ["lieu-premier", "lieu-second"] {
        step(&app, &format!("/v1/organizations/{slug}"), &taken);
    }
    a_day_passes(&app);
    for slug in ["lieu-premier", "lieu-second"] {
        let path = app.sql_value(&format!("select '/v1/organizations/' || id from organizations where slug = '{slug}'"));
        step(&app, &path, &json!({"to": "published"}));
    }
    a_day_passes(&app);
    let letters = told(&app, "Ateliers");
    // The one was never told, and is new to whoever looks for it; the other was.
    assert_eq!(letters.len(), 2);
    assert!(letters[1].text.contains("Lieu premier") && !letters[1].text.contains("Lieu second"), "{}", letters[1].text);
    // The versions that told all this apart are forgotten once nobody asks for them.
    assert_ne!(app.sql_value("select count(*) from organization_versions"), "0");
    let mut app = app;
    app.restart();
    eventually("they are forgotten", || (app.sql_value("select count(*) from organization_versions") == "0").then_some(()));
}

#[test]
fn a_letter_names_ten_at_most_says_how_many_there_are_and_speaks_its_readers_language() {
    let app = App::start();
    for (name, language) in [("dora", "de"), ("ed", "en")] {
        let client = app.new_member(name);
        app.sql(&format!("update accounts set language = '{language}' where email = '{name}@demo.lorntech.example'"));
        save(&client, "Zwölf", &json!({"kinds": ["data_centre"]}));
    }
    app.sql(
        "insert into organizations (id, slug, name, kinds, territory, status, updated_at) select gen_random_uuid(), 'centre-' || n, \
         'Centre ' || n, '{data_centre}', 'lorraine', 'published', now() + n * interval '1 millisecond' from generate_series(1, 12) n",
    );
    a_day_passes(&app);
    let letters = told(&app, "Zwölf");
    let to = |name: &str| letters.iter().find(|letter| letter.is_to(&format!("{name}@demo.lorntech.example"))).unwrap();
    assert_eq!(
        (letters.len(), &to("dora").subject[..], &to("ed").subject[..]),
        (2, "12 neue Einträge: „Zwölf“", "12 new records: “Zwölf”")
    );
    let named = |letter: &str| (1..=12).filter(|n| letter.contains(&format!("/annuaire/centre-{n}\n"))).collect::<Vec<_>>();
    assert_eq!(named(&to("dora").text), (3..=12).collect::<Vec<_>>(), "the latest: {}", to("dora").text);
    assert!(to("dora").text.contains("Die übrigen stehen am Anfang der Liste."));
    assert!(to("ed").text.contains("The others are at the top of the list."));
    a_day_passes(&app);
    assert_eq!(told(&app, "Zwölf").len(), 2, "what was counted is told");
}

#[test]
fn a_look_that_fails_in_the_middle_has_told_nothing_and_its_repetition_tells_all_once() {
    let mut app = App::start();
    let path = save(&app.token("entrepreneur"), "Ateliers", &json!({"kinds": ["fablab"]}));
    publish(&app, "Atelier retenu", "fablab");
    app.sql(
        "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'planted'; end $$; \
         create trigger refuse before insert on outbox for each row when (new.payload ? 'saved_search') execute function refuse()",
    );
    let known = "select known_until || ' ' || (told_at is null) || ' ' || (select count(*) from saved_search_matches) from saved_searches";
    let (before, next) = (app.sql_value(known), app.sql_value("select next_look_at from saved_searches"));
    app.advance_clock(DAY + 1);
    eventually("it is put off", || (app.sql_value("select next_look_at from saved_searches") != next).then_some(()));
    assert_eq!(app.sql_value(known), before, "a part of a look that failed was kept");
    // The worker ends, too, as it may at any moment.
    app.program().kill();
    app.sql("drop trigger refuse on outbox");
    app.restart_killed();
    app.advance_clock(60 * 60 + 1);
    let letter = app.mail("the letter", |mail| mail.subject.contains("Ateliers"));
    assert!(letter.text.contains("Atelier retenu"));
    assert_eq!(told(&app, "Ateliers").len(), 1);
    app.program().kill();
    app.restart_killed();
    a_day_passes(&app);
    assert_eq!(told(&app, "Ateliers").len(), 1);
    app.token("entrepreneur").get(&path).expect(200);
}

#[test]
fn a_change_under_way_during_a_look_is_told_by_the_next_one() {
    let app = App::start();
    let member = app.token("entrepreneur");
    let mut early = app.database.client("postgres");
    let mut transaction = early.transaction().unwrap();
    transaction
        .execute(
            "insert into organizations (id, slug, name, kinds, territory, status) \
             values (gen_random_uuid(), 'fabrique-lente', 'Fabrique lente', '{fablab}', 'lorraine', 'published')",
            &[],
        )
        .unwrap();
    save(&member, "Ateliers", &json!({"kinds": ["fablab"]}));
    publish(&app, "Atelier rapide", "fablab");
    a_day_passes(&app);
    transaction.commit().unwrap();
    a_day_passes(&app);
    let letters = told(&app, "Ateliers");
    assert_eq!(letters.len(), 2);
    assert!(letters[0].text.contains("Atelier rapide") && !letters[0].text.contains("Fabrique lente"), "{}", letters[0].text);
    assert!(letters[1].text.contains("Fabrique lente") && !letters[1].text.contains("Atelier rapide"), "{}", letters[1].text);
}

#[test]
fn a_letter_waits_for_the_mail_server_and_names_what_is_public_when_it_leaves() {
    let server = MailServer::start();
    let app = App::start_with(&[("LORNTECH_SMTP_URL", &server.url())], &[]);
    let member = app.token("entrepreneur");
    save(&member, "Ateliers", &json!({"kinds": ["fablab"]}));
    publish(&app, "Atelier durable", "fablab");
    publish(&app, "Atelier fugace", "fablab");
    server.set_down(true);
    a_day_passes(&app);
    let waiting = "select count(*) from outbox where done_at is null and last_error is not null and payload ? 'saved_search'";
    eventually("the letter is refused", || (app.sql_value(waiting) == "1").then_some(()));
    // What is looked for is not where letters wait.
    assert!(!app.sql_value("select payload from outbox where payload ? 'saved_search'").contains("fablab"));
    app.sql("update organizations set status = 'suspended', review_reason = 'inaccurate' where slug = 'atelier-fugace'");
    server.set_down(false);
    app.sql("update outbox set available_at = now()");
    let letter = server.message("the letter", |message| message.data.contains("atelier-durable"));
    assert!(
        !letter.data.replace("=\r\n", "").contains("fugace")
            && letter.data.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    );
    a_day_passes(&app);
    eventually("the outbox is empty", || {
        (app.sql_value("select count(*) from outbox where done_at is null") == "0").then_some(())
    });
    assert_eq!(server.all().iter().filter(|message| message.data.contains("atelier-durable")).count(), 1);
}

//! C-53: a name that leads to an allowed address and then to an inner one is followed to the allowed one alone.

use std::{fs, sync::atomic::Ordering};

use serde_json::json;

use super::c51_targets::trap;
use crate::{
    harness::{App, Receiver, eventually, server},
    webhooks::{PATH, stands},
};

#[test]
fn c53_a_name_that_changes_its_address_never_leads_inside() {
    let folder = server().new_folder();
    let hosts = folder.join("hosts");
    fs::write(&hosts, "rebind.example 127.0.0.2\n").unwrap();
    let settings = [("LORNTECH_WEBHOOK_ADDRESSES", "127.0.0.2"), ("LORNTECH_TEST_HOSTS", hosts.to_str().unwrap())];
    let app = App::start_with(&settings, &[]);
    let (member, allowed) = (app.token("entrepreneur"), Receiver::start_at("127.0.0.2:0"));
    let port = allowed.address().port();
    let (_, inner) = trap(&format!("127.0.0.1:{port}"));
    let url = format!("http://rebind.example:{port}/");
    let made = member.post(PATH, &json!({"url": url, "types": ["organization.updated"]})).expect(201);
    let path = format!("{PATH}/{}", made.at("/id"));
    stands(&member, &path, "active");
    fs::write(&hosts, "rebind.example 127.0.0.2 127.0.0.1\n").unwrap();
    app.sql(&format!(
        "insert into webhook_deliveries (webhook_id, event_id, type, kind, record_id, event_revision, occurred_at, next_attempt_at) \
         select '{}', gen_random_uuid(), 'organization.updated', 'organization', gen_random_uuid(), 1, now(), now() - interval '1 hour' \
         from generate_series(1, 100)",
        made.at("/id")
    ));
    let count = |condition: &str| app.sql_value(&format!("select count(*) from webhook_deliveries where {condition}"));
    eventually("each was tried", || (count("answers = '[]'") == "0").then_some(()));
    let refused: u32 = count("answers -> 0 ->> 'error' = 'target_not_allowed'").parse().unwrap();
    let arrived: u32 = count("status = 'delivered' and type = 'organization.updated'").parse().unwrap();
    assert!(refused >= 40 && arrived >= 40 && refused + arrived == 100, "{refused} refused, {arrived} arrived");
    assert_eq!(allowed.of_type("organization.updated").len(), arrived as usize);
    assert_eq!(inner.load(Ordering::Relaxed), 0);
    fs::remove_dir_all(folder).unwrap();
}

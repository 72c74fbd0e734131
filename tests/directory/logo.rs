use image::ImageFormat::{Jpeg, Png, WebP};

use crate::{
    fixtures::{picture, propose, published, send_logo},
    harness::App,
};

#[test]
fn a_logo_is_shown_in_four_sizes_from_an_address_that_never_changes_its_meaning() {
    let app = App::start();
    let (owner, anonymous) = (app.token("entrepreneur"), app.anonymous());
    let path = propose(&owner, "Atelier des essais");
    let mut etag = owner.get(&path).expect(200).etag().to_owned();
    let mut addresses = vec![];
    for (format, media_type) in [(Png, "image/png"), (Jpeg, "image/jpeg"), (WebP, "image/webp")] {
        let reply = send_logo(&owner, &path, &etag, media_type, &picture(format, 300, 100)).expect(200);
        etag = reply.etag().to_owned();
        assert_eq!(owner.get(&path).expect(200).body, reply.body);
        let url = reply.at("/logo/url").strip_suffix("/256").unwrap().to_owned();
        let id = url.strip_prefix("/v1/logos/").unwrap();
        assert!(id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "an address without names: {id}");
        for size in reply.body["logo"]["sizes"].as_array().unwrap() {
            let (reply, bytes) = anonymous.get_bytes(&format!("{url}/{size}"));
            assert_eq!((reply.status, reply.header("content-type")), (200, Some("image/webp")));
            assert_eq!(reply.header("cache-control"), Some("public, max-age=31536000, immutable"));
            let image = image::load_from_memory_with_format(&bytes, WebP).unwrap().into_rgba8();
            let side = u32::try_from(size.as_u64().unwrap()).unwrap();
            assert_eq!(image.dimensions(), (side, side));
            let [left, right, above] =
                [(side / 8, side / 2), (side * 7 / 8, side / 2), (side / 2, 1)].map(|(x, y)| image.get_pixel(x, y).0);
            assert!(left[0] > 180 && left[2] < 60 && right[2] > 180 && right[0] < 60, "{left:?} {right:?}");
            assert_eq!(above[3], 0, "what is no square has clear margins");
        }
        addresses.push(url);
    }
    // Those of PNG and WebP are of the very same picture.
    assert!(addresses[0] == addresses[2] && addresses[0] != addresses[1], "{addresses:?}");
    anonymous.get(&format!("{}/64", addresses[1])).expect_problem(404, "not_found");
    for other in ["63", "0", "-64", "64.0", "x"] {
        anonymous.get(&format!("{}/{other}", addresses[0])).expect_problem(404, "not_found");
    }
}

#[test]
fn lists_show_it_and_it_can_be_taken_away() {
    let app = App::start();
    let (moderator, anonymous) = (app.token("moderator"), app.anonymous());
    let (path, etag) = published(&anonymous);
    let set = send_logo(&moderator, &path, &etag, "image/png", &picture(Png, 64, 64)).expect(200);
    let found = anonymous.get("/v1/organizations?q=universite%20de%20lorraine&limit=1").expect(200);
    assert_eq!(found.at("/items/0/logo/url"), set.at("/logo/url"));
    let remove = |etag: &str| moderator.send("DELETE", &format!("{path}/logo"), &[("if-match", etag)], None);
    remove("").expect_problem(428, "if_match_required");
    remove(&etag).expect_problem(412, "revision_mismatch");
    let removed = remove(set.etag()).expect(204);
    assert_eq!(anonymous.get(&path).expect(200).etag(), removed.etag());
    anonymous.get(set.at("/logo/url")).expect_problem(404, "not_found");
    remove(removed.etag()).expect_problem(404, "not_found");
    assert_eq!(app.sql_value("select count(*) from organization_logos"), "0");
}

#[test]
fn only_whoever_may_change_a_record_gives_it_a_logo_based_on_what_was_read() {
    let app = App::start();
    let owner = app.token("entrepreneur");
    let (record, etag) = published(&owner);
    let logo = picture(Png, 64, 64);
    send_logo(&owner, &record, &etag, "image/png", &logo).expect_problem(403, "forbidden");
    send_logo(&app.anonymous(), &record, &etag, "image/png", &logo).expect_problem(401, "authentication_required");
    let path = propose(&owner, "Atelier des essais");
    let etag = owner.get(&path).expect(200).etag().to_owned();
    send_logo(&app.new_member("autre"), &path, &etag, "image/png", &logo).expect_problem(404, "not_found");
    send_logo(&owner, &path, "", "image/png", &logo).expect_problem(428, "if_match_required");
    send_logo(&owner, &path, "\"7\"", "image/png", &logo).expect_problem(412, "revision_mismatch");
    send_logo(&owner, &path, &etag, "image/png", &logo).expect(200);
    send_logo(&owner, &path, &etag, "image/png", &logo).expect_problem(412, "revision_mismatch");
}

//! The objectives in their stated words.

use crate::harness::{App, new_uuid};

#[test]
fn the_four_objectives_are_told_in_the_words_of_their_announcement() {
    let app = App::start();
    let anonymous = app.anonymous();
    let list = anonymous.get("/v1/objectives").expect(200);
    assert_eq!(list.items().len(), 4);
    for objective in list.items() {
        let one = anonymous.get(&format!("/v1/objectives/{}", objective["slug"].as_str().unwrap())).expect(200);
        assert_eq!(&one.body, objective);
        assert!(objective["announcement"].is_object(), "{objective}");
    }
    for id in ["happiness", &new_uuid()] {
        anonymous.get(&format!("/v1/objectives/{id}")).expect_problem(404, "not_found");
    }
}

//! The service comes up and answers.

use crate::harness::App;

#[test]
fn the_service_is_alive_and_ready() {
    let app = App::start();
    let anonymous = app.anonymous();
    for path in ["/livez", "/readyz"] {
        let reply = anonymous.get(path);
        assert_eq!((reply.status, reply.text.as_str()), (200, "ok"), "{path}");
    }
}

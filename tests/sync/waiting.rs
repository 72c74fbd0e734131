use std::{sync::mpsc, thread, time::Instant};

use super::{CHANGES, partner, publish, read};
use crate::harness::App;

#[test]
fn whoever_waits_is_told_at_once_and_a_client_waits_four_times_at_most() {
    let app = App::start();
    let partner = partner(&app, None);
    let last = read(&app, &partner, &format!("{CHANGES}&limit=1000")).1;
    let path = format!("{}&wait=20", last.at("/next").strip_prefix(app.base()).unwrap());
    let began = Instant::now();
    let (tell, told) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..5 {
            let (tell, partner, path) = (tell.clone(), partner.clone(), path.clone());
            scope.spawn(move || tell.send(partner.get(&path)).unwrap());
        }
        // Four wait: the fifth is refused, and nothing else has an answer yet.
        let refused = told.recv().unwrap().expect_problem(429, "too_many_requests");
        assert!(refused.header("retry-after").is_some());
        assert!(told.try_recv().is_err());
        let id = publish(&app, "Nouveau");
        for _ in 0..4 {
            let reply = told.recv().unwrap().expect(200);
            assert_eq!((reply.items().len(), reply.at("/items/0/id")), (1, id.as_str()));
        }
    });
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    // Their places are free again, and a time that passes without news is a page without items.
    let page = partner.get(&path).expect(200);
    let next = format!("{}&wait=1", page.at("/next").strip_prefix(app.base()).unwrap().replace("&wait=20", ""));
    let empty = partner.get(&next).expect(200);
    assert_eq!((empty.items().len(), empty.at("/next")), (0, format!("{}{next}", app.base()).as_str()));
}

#[test]
fn a_service_that_stops_keeps_nobody_waiting() {
    let mut app = App::start();
    let partner = partner(&app, None);
    let last = read(&app, &partner, &format!("{CHANGES}&limit=1000")).1;
    let path = format!("{}&wait=25", last.at("/next").strip_prefix(app.base()).unwrap());
    let began = Instant::now();
    let waiting = thread::spawn(move || partner.get(&path));
    crate::harness::eventually("somebody waits", || {
        let sessions = app.sql_value("select count(*) from pg_stat_activity where query like '%from feed_head%'");
        (sessions != "0").then_some(())
    });
    app.restart();
    assert!(waiting.join().unwrap().expect(200).items().is_empty());
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

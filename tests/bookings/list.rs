use super::{BOOKINGS, DESKS, ROOM, at, december, wanted};

#[test]
fn one_sees_ones_own_and_the_site_sees_its_day() {
    let app = december();
    let (member, other, agent) = (app.token("entrepreneur"), app.token("pilot"), app.token("agent-metz"));
    for (client, space, day) in [(&member, ROOM, 7), (&member, DESKS, 8), (&other, DESKS, 7)] {
        client.post(BOOKINGS, &wanted(client, space, day, 9, 11)).expect(201);
    }
    assert_eq!(member.get(BOOKINGS).expect(200).items().len(), 2);
    let day = format!("{BOOKINGS}?totem_id=metz&from={}&to={}", at(7, 0), at(8, 0));
    let seen = agent.get(&day).expect(200);
    let names: Vec<&str> = seen.items().iter().map(|item| item["contact"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Camille Exemple (démonstration)", "Pilote (démonstration)"]);
    for stranger in [&member, &app.token("agent-nancy"), &app.token("admin")] {
        stranger.get(&day).expect_problem(403, "forbidden");
    }
    agent.get(&format!("{BOOKINGS}?totem_id=nulle-part")).expect_problem(400, "invalid_parameter");
    // Page by page, and backwards.
    let first = member.get(&format!("{BOOKINGS}?limit=1&sort=-starts_at")).expect(200);
    assert_eq!(first.items()[0]["starts_at"], at(8, 9));
    let next = member.get(&format!("{BOOKINGS}?limit=1&sort=-starts_at&cursor={}", first.at("/next_cursor"))).expect(200);
    assert_eq!((next.items()[0]["starts_at"].as_str().unwrap(), next.body.get("next_cursor")), (&at(7, 9)[..], None));
}

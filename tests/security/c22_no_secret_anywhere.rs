//! C-22: no secret that was ever given out stands in the log, in the database or in the metrics.

use serde_json::json;

use crate::harness::{App, Client, PASSWORD, credentials};

/// Every row of every table, as text and as the bytes that a column may hold.
fn dump(app: &App) -> String {
    let tables = app.sql("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'");
    let rows = tables.into_iter().flatten().flatten().flat_map(|table| {
        let columns = format!(
            "select format('%I', attname), atttypid = 'bytea'::regtype from pg_attribute where attrelid = '{table}'::regclass \
             and attnum > 0 and not attisdropped"
        );
        let texts: Vec<String> = app
            .sql(&columns)
            .into_iter()
            .map(|column| match [column[0].clone().unwrap(), column[1].clone().unwrap()] {
                [name, bytes] if bytes == "t" => format!("coalesce(encode({name}, 'escape'), '')"),
                [name, _] => format!("coalesce({name}::text, '')"),
            })
            .collect();
        app.sql(&format!("select concat_ws(' ', {}) from {table}", texts.join(", ")))
    });
    rows.flatten().flatten().collect::<Vec<_>>().join("\n")
}

#[test]
fn c22_no_secret_is_in_the_log_the_database_or_the_metrics() {
    let environment = [("LORNTECH_LOG", "debug"), ("LORNTECH_LOG_FORMAT", "json"), ("LORNTECH_METRICS_PORT", "0")];
    let mut app = App::start_with(&environment, &[]);
    let anonymous = app.anonymous();
    let mut secrets = vec![PASSWORD.to_owned(), PASSWORD.replace(' ', "%20")];
    let first = anonymous.post("/v1/sessions", &credentials("admin", "token")).expect(201);
    let refresh = json!({"refresh_token": first.at("/refresh_token")});
    let second = anonymous.post("/v1/sessions/refresh", &refresh).expect(200);
    for reply in [&first, &second] {
        secrets.extend(["/access_token", "/refresh_token"].map(|place| reply.at(place).to_owned()));
    }
    let browser = anonymous.post("/v1/sessions", &credentials("admin", "cookie")).expect(201);
    let cookie = browser.header("set-cookie").unwrap().split([';', '=']).nth(1).unwrap().to_owned();
    anonymous.with("cookie", &format!("lorntech={cookie}")).get("/v1/me").expect(200);
    secrets.push(cookie);
    let admin = anonymous.with_token(second.at("/access_token"));
    let made = admin.post("/v1/api-clients", &json!({"name": "Essai", "scopes": ["directory:read"]})).expect(201);
    let path = format!("/v1/api-clients/{}", made.at("/id"));
    let renewed = admin.post(&format!("{path}/secrets"), &json!({})).expect(201);
    secrets.extend([made.at("/client_secret").to_owned(), renewed.at("/client_secret").to_owned()]);
    let known = [("client_id", made.at("/id")), ("client_secret", renewed.at("/client_secret"))];
    let form = |more: &[(&'static str, &str)]| {
        known.iter().copied().chain(more.iter().copied()).map(|(n, v)| (n, v.to_owned())).collect::<Vec<_>>()
    };
    let send = |path: &str, members: &[(&str, String)]| {
        let members: Vec<(&str, &str)> = members.iter().map(|(name, value)| (*name, value.as_str())).collect();
        anonymous.form(path, &members)
    };
    let token = send("/oauth/token", &form(&[("grant_type", "client_credentials")])).expect(200);
    let token = token.at("/access_token").to_owned();
    anonymous.with_token(&token).get("/v1/organizations?limit=1").expect(200);
    send("/oauth/introspect", &form(&[("token", &token)])).expect(200);
    send("/oauth/revoke", &form(&[("token", &token)])).expect(200);
    secrets.push(token);
    // Also where they do not belong, and where they are refused.
    for secret in secrets.clone() {
        let encoded = secret.replace(' ', "%20");
        anonymous.get(&format!("/v1/organizations?access_token={encoded}"));
        anonymous.with_token(&format!("{secret}x")).get("/v1/me");
        anonymous.post("/v1/sessions/refresh", &json!({"refresh_token": format!("{secret}x"), secret.clone(): 1}));
        send("/oauth/token", &[("client_id", made.at("/id").to_owned()), ("client_secret", format!("{secret}x"))]);
        anonymous.get(&format!("/v1/api-clients/{encoded}"));
    }
    let out = app.program().out();
    let metrics = out.lines().find_map(|line| line.strip_prefix("Metrics are at ")).unwrap().trim_end_matches("/metrics").trim();
    let metrics = Client::new(metrics).get("/metrics").expect(200).text;
    let (dump, log) = (dump(&app), app.logs());
    assert!(dump.contains("api_client.created") && log.contains("/oauth/token") && metrics.contains("/oauth/token"));
    for secret in &secrets {
        assert!(secret.len() > 20);
        for (place, text) in [("the log", &log), ("the database", &dump), ("the metrics", &metrics)] {
            if let Some(found) = text.lines().find(|line| line.contains(secret.as_str())) {
                panic!("{place} holds {secret}: {found}");
            }
        }
    }
}

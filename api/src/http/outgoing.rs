//! How we ask others: over TLS, and without following them elsewhere.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};

/// Without kept connections: those live on the runtime of the worker that opened them.
#[expect(clippy::expect_used, reason = "nothing of it comes from outside")]
pub fn client() -> reqwest::ClientBuilder {
    let tls = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_root_certificates(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(0)
}

//! How a provider is asked: over TLS, without following it elsewhere, and not for more than fits.

use std::sync::LazyLock;

use openidconnect::{HttpRequest, HttpResponse, IssuerUrl};

use crate::{config::is_loopback, http::outgoing};

/// Neither its announcement nor its keys nor its tokens are larger.
const LARGEST: usize = 256 << 10;

/// Why there is no answer.
#[derive(Debug)]
pub struct NoAnswer(&'static str);

impl std::fmt::Display for NoAnswer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.0)
    }
}

impl std::error::Error for NoAnswer {}

impl From<reqwest::Error> for NoAnswer {
    fn from(error: reqwest::Error) -> Self {
        // The address is the provider's own; what was sent is not told.
        log::warn!("a provider of sign-in does not answer: {error}");
        Self("no connection, or an answer that breaks off")
    }
}

/// One for the process.
#[expect(clippy::expect_used, reason = "nothing of it comes from outside")]
static CLIENT: LazyLock<reqwest::Client> = LazyLock::new(|| outgoing::client().build().expect("a client needs nothing more"));

/// Sends one request. A provider whose address is https sends nobody to plain http.
pub async fn send(issuer: &IssuerUrl, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
    let uri = request.uri();
    let local = |host: Option<&str>| host.is_some_and(is_loopback);
    let plain = issuer.url().scheme() == "http" && local(uri.host());
    if uri.scheme_str() != Some("https") && !plain {
        return Err(NoAnswer("an endpoint that is not https"));
    }
    let mut answer = CLIENT.execute(request.try_into()?).await?;
    if answer.status().is_server_error() {
        return Err(NoAnswer("an error of the provider's"));
    }
    let mut body = vec![];
    while let Some(part) = answer.chunk().await? {
        body.extend_from_slice(&part);
        if body.len() > LARGEST {
            return Err(NoAnswer("an answer that is too large"));
        }
    }
    let mut response = HttpResponse::new(body);
    *response.status_mut() = answer.status();
    *response.headers_mut() = answer.headers().clone();
    Ok(response)
}

//! The little HTML that first pages are made of; every text is escaped on its way in.

/// Content of `<main>`.
#[derive(Default)]
pub struct Html(String);

impl Html {
    pub fn heading(self, words: &str) -> Self {
        self.element("h1", words)
    }

    pub fn paragraph(self, words: &str) -> Self {
        self.element("p", words)
    }

    pub fn section(self, title: &str, words: &str) -> Self {
        self.element("h2", title).element("p", words)
    }

    /// Addresses of the site itself or of the web; anything else is left out.
    pub fn links(mut self, links: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> Self {
        self.0.push_str("<ul>");
        for (address, words) in links {
            let address = address.as_ref();
            if address.starts_with('/') || address.starts_with("https://") || address.starts_with("http://") {
                self.0.push_str(&format!("<li><a href=\"{}\">{}</a></li>", text(address), text(words.as_ref())));
            }
        }
        self.0.push_str("</ul>");
        self
    }

    pub fn text(&self) -> String {
        format!("<main>{}</main>", self.0)
    }

    fn element(mut self, name: &str, words: &str) -> Self {
        self.0.push_str(&format!("<{name}>{}</{name}>", text(words)));
        self
    }
}

/// Text that can stand in an element or in quotes.
pub fn text(raw: &str) -> String {
    raw.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

//! A letter as a page for mail programs: the words of its text, no more and no less, and nothing from outside.

use super::words::Worded;
use crate::pages::html::text;

/// The colours of the site (frontend/src/styles/tokens.css); mail programs know no variables.
const STYLE: &str = "body{margin:0;background:#fbfaf5;color:#17212b;font:17px/1.55 sans-serif}\
    main{max-width:36em;margin:0 auto;padding:24px}\
    .head{margin:0 0 24px;padding:0 0 12px;border-bottom:3px solid #f4b63f;font-weight:700}\
    p{margin:0 0 16px}a{color:#0f4c75}\
    blockquote{margin:0 0 16px;padding:8px 16px;background:#efe4c4;border-radius:6px;color:#17212b}\
    .do{display:inline-block;padding:12px 20px;border-radius:6px;background:#0f4c75;color:#fff;text-decoration:none;font-weight:600}\
    @media(prefers-color-scheme:dark){body{background:#0f151b;color:#e9edf0}a{color:#86c5f2}\
    blockquote{background:#2a2820;color:#eadfbf}.do{background:#86c5f2;color:#0f151b}}";

/// `site` is where links may lead; whatever else looks like an address stays text.
pub fn page(letter: &Worded, site: &str) -> String {
    let Worded { subject, text: plain, language } = letter;
    let paragraphs: String = plain.split("\n\n").map(|paragraph| block(paragraph, site)).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
        <meta name=\"color-scheme\" content=\"light dark\"><title>{}</title><style>{STYLE}</style></head>\n\
        <body><main><p class=\"head\">LORnTECH</p>\n{paragraphs}</main></body>\n</html>\n",
        language.tag(),
        text(subject),
    )
}

fn block(paragraph: &str, site: &str) -> String {
    let lines: Vec<&str> = paragraph.lines().collect();
    if lines.iter().all(|line| line.starts_with('>')) {
        let said = |line: &&str| text(line.trim_start_matches('>').trim_start());
        return format!("<blockquote>{}</blockquote>\n", lines.iter().map(said).collect::<Vec<_>>().join("<br>"));
    }
    let leads = |line: &str| line.starts_with(&format!("{site}/")) && !line.contains(char::is_whitespace);
    // A sentence that ends with a colon and the address below it are one thing to press.
    if let [before @ .., sentence, address] = lines.as_slice()
        && leads(address)
        && let Some(words) = sentence.trim_end().strip_suffix(':')
    {
        let before: String = before.iter().map(|line| format!("{}<br>", text(line))).collect();
        return format!("<p>{before}<a class=\"do\" href=\"{}\">{}</a></p>\n", text(address), text(words.trim_end()));
    }
    let shown = |line: &&str| match line.trim() {
        address if leads(address) => format!("<a href=\"{0}\">{0}</a>", text(address)),
        _ => text(line),
    };
    format!("<p>{}</p>\n", lines.iter().map(shown).collect::<Vec<_>>().join("<br>"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Language;

    const SITE: &str = "https://lorntech.example";

    fn html(text: &str) -> String {
        page(&Worded { subject: "Votre demande <1>".into(), text: text.into(), language: Language::Fr }, SITE)
    }

    #[test]
    fn a_sentence_and_its_address_are_one_thing_to_press() {
        let page = html("Bonjour Camille,\n\nSuivez-la ici\u{202f}:\nhttps://lorntech.example/demandes/1#acces=a");
        assert!(page.contains("<p>Bonjour Camille,</p>"), "{page}");
        assert!(
            page.contains("<a class=\"do\" href=\"https://lorntech.example/demandes/1#acces=a\">Suivez-la ici</a>"),
            "{page}"
        );
        assert!(page.contains("<html lang=\"fr\">") && page.contains("<title>Votre demande &lt;1&gt;</title>"), "{page}");
    }

    #[test]
    fn what_people_typed_is_text_and_leads_nowhere() {
        let page = html(
            "> <script>alert(1)</script>\n> https://lorntech.example/demandes/2\n\n« \"><img src=x> »\n\n\
            Voyez\u{202f}:\nhttps://lorntech.example.mechant.example/x\n\nhttps://mechant.example/y",
        );
        assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<a "), "{page}");
        assert!(
            page.contains(
                "<blockquote>&lt;script&gt;alert(1)&lt;/script&gt;<br>https://lorntech.example/demandes/2</blockquote>"
            )
        );
    }
}

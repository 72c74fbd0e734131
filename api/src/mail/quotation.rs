//! What is new in a reply: the text above what it quotes, as mail programs in French, German and English write it.

/// How programs begin the line before a quotation.
const BEFORE: [&str; 3] = ["le ", "am ", "on "];
/// How they end it.
const AFTER: [&str; 8] =
    ["a écrit :", "a écrit:", "a écrit\u{a0}:", "a écrit\u{202f}:", "schrieb:", "schrieb :", "wrote:", "wrote :"];
/// Lines of their own above a message that is quoted as a whole.
const RULES: [&str; 8] = [
    "message d'origine",
    "message d’origine",
    "message original",
    "message transféré",
    "ursprüngliche nachricht",
    "weitergeleitete nachricht",
    "original message",
    "forwarded message",
];
/// The first lines of its head, with the names of what follows them.
const HEADS: [(&str, [&str; 3]); 3] =
    [("de", ["envoyé", "date", "à"]), ("von", ["gesendet", "datum", "an"]), ("from", ["sent", "date", "to"])];
/// So many lines a program may break the line before a quotation into.
const BROKEN: usize = 4;

/// The text above the quotation, without a signature; the whole text where nothing is quoted.
pub fn new_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().collect();
    let end = (0..lines.len()).find(|at| is_end(&lines[*at..])).unwrap_or(lines.len());
    // Whoever writes between the lines of a quotation has them with it; one at the end goes.
    let kept = &lines[..end];
    let last = kept.iter().rposition(|line| !line.trim_start().starts_with('>') && !line.trim().is_empty());
    kept[..last.map_or(0, |last| last + 1)].join("\n").trim().to_owned()
}

/// Whether what is not new begins here.
fn is_end(lines: &[&str]) -> bool {
    let first = lines[0].trim();
    // The mark of a signature (RFC 3676).
    lines[0] == "-- " || first == "--" || is_rule(first) || is_head(lines) || is_introduction(lines)
}

fn is_rule(line: &str) -> bool {
    let text = line.trim_matches(['-', '_', '*', ' ']).to_lowercase();
    let ruled = line.starts_with("--") || line.starts_with("__") || line.starts_with("**");
    ruled && RULES.contains(&text.trim_end_matches(':').trim())
        // Outlook draws a line of this length above the head.
        || line.len() >= 32 && line.bytes().all(|byte| byte == b'_')
}

/// `De : …` with the date or the addressee right below.
fn is_head(lines: &[&str]) -> bool {
    let name = |line: &str| {
        let line = line.trim().trim_matches('*');
        line.split_once(':').map(|(name, _)| name.trim().trim_matches('*').trim().to_lowercase())
    };
    let Some(first) = name(lines[0]) else { return false };
    let Some((_, following)) = HEADS.iter().find(|(head, _)| *head == first) else { return false };
    lines[1..].iter().take(2).filter_map(|line| name(line)).any(|name| following.contains(&name.as_str()))
}

/// `Le lundi 1er juin …, le Totem a écrit :`, on one line or broken into several.
fn is_introduction(lines: &[&str]) -> bool {
    let first = lines[0].trim_start_matches(['>', ' ']).to_lowercase();
    if !BEFORE.iter().any(|word| first.starts_with(word)) || !first.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let mut text = String::new();
    for line in lines.iter().take(BROKEN) {
        let line = line.trim();
        if line.is_empty() {
            return false;
        }
        text.push_str(&line.to_lowercase());
        // In German the name of whoever wrote stands behind the word.
        let german = text.starts_with("am ") && text.contains(" schrieb") && text.ends_with(':');
        if german || AFTER.iter().any(|end| text.ends_with(end)) {
            return true;
        }
        text.push(' ');
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_above_the_quotation_is_new_whatever_program_wrote_it() {
        for quotation in [
            "Le lun. 1 juin 2026 à 10:12, LORnTECH <ne-pas-repondre@lorntech.example> a écrit :\n\n> Bonjour",
            "Le lun. 1 juin 2026 à 10:12, LORnTECH\n<ne-pas-repondre@lorntech.example>\na écrit\u{a0}:\n\n> Bonjour",
            "Am 01.06.26 um 10:12 schrieb LORnTECH:\n> Guten Tag",
            "Am Mo., 1. Juni 2026 um 10:12 Uhr schrieb LORnTECH <\nne-pas-repondre@lorntech.example>:\n\n> Guten Tag",
            "On Mon, Jun 1, 2026 at 10:12 AM LORnTECH <ne-pas-repondre@lorntech.example> wrote:\n> Hello",
            "-----Message d'origine-----\nDe : LORnTECH\nBonjour",
            "-------- Ursprüngliche Nachricht --------\nBetreff: x",
            "-----Original Message-----\nFrom: LORnTECH",
            "________________________________\nDe : LORnTECH <x@y>\nEnvoyé : lundi\nÀ : moi",
            "De : LORnTECH <x@y>\nEnvoyé : lundi 1 juin 2026\nÀ : moi\nObjet : Votre demande\n\nBonjour",
            "*Von:* LORnTECH\n*Gesendet:* Montag\nGuten Tag",
            "From: LORnTECH <x@y>\nSent: Monday\nHello",
            "> Bonjour\n> La suite",
            "-- \nCamille Exemple\n+33 3 00 00 00 00",
        ] {
            for text in [
                format!("Voici ma réponse.\n\nÀ bientôt\n\n{quotation}"),
                format!("Voici ma réponse.\r\n\r\nÀ bientôt\r\n{quotation}"),
            ] {
                assert_eq!(new_text(&text), "Voici ma réponse.\n\nÀ bientôt", "{quotation}");
            }
        }
    }

    #[test]
    fn what_only_looks_like_one_is_part_of_the_text() {
        for text in [
            "Le 1er juin nous convient, comme vous nous l'avez écrit :\n- à Metz",
            "On 3 June we meet.\nMarie wrote to you: fine.",
            "De : 10 à 20 personnes\nNous serons là.",
            "Am 3. Juni kommen wir.\n\nMarie schrieb es: gut",
            "Le prix : 12 €\n--- ou ---\n14 €",
            "> Quand ?\nLundi.\n> Où ?\nÀ Metz.",
        ] {
            assert_eq!(new_text(text), text);
        }
        assert_eq!(new_text("> Tout\n> est cité"), "");
        assert_eq!(new_text(""), "");
    }
}

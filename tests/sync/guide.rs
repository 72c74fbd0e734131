//! The guide for partners (docs/guides/keep-in-step.md), whose commands run as they are written.

use std::{fs, path::Path};

use crate::harness::{App, PASSWORD, Program, program, server};

const GUIDE: &str = include_str!("../../docs/guides/keep-in-step.md");
/// Parts what a block printed from what the next one does.
const MARK: &str = "@@@";

/// The blocks of a language, in their order, each with its first line in the file.
fn blocks() -> Vec<(&'static str, usize, String)> {
    let (mut blocks, mut open): (Vec<(&str, usize, String)>, bool) = (vec![], false);
    for (number, line) in GUIDE.lines().enumerate() {
        match (line.strip_prefix("```"), open) {
            (Some(language), false) => {
                blocks.push((language, number + 2, String::new()));
                open = true;
            }
            (Some(_), true) => open = false,
            (None, true) => blocks.last_mut().unwrap().2.extend([line, "\n"]),
            (None, false) => {}
        }
    }
    blocks
}

/// Whether a line is what was promised, where `…` stands for anything.
fn is_as(line: &str, promised: &str) -> bool {
    let mut parts = promised.split('…');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.is_empty() || promised.ends_with('…')
}

#[test]
fn the_commands_of_the_guide_do_what_it_says() {
    let app = App::start();
    let folder = server().new_folder();
    let blocks = blocks();
    let commands = blocks.iter().filter(|(language, ..)| *language == "bash");
    let script: String = commands.map(|(_, line, text)| format!("echo '{MARK}{line}'\n{text}")).collect();
    let programs = program().parent().unwrap().display();
    let script = format!("set -euo pipefail\nexport PATH=\"{programs}:$PATH\"\ncd '{}'\n{script}", folder.display());
    let environment = [("SERVICE", app.base()), ("LORNTECH_DEMO_PASSWORD", PASSWORD)];
    let ran = Program::start_as(Path::new("bash"), &["-c", &script], &environment, Some(b""), &folder).output();
    assert!(ran.status.success(), "{}{}", ran.out, ran.err);
    let printed = |line: usize| {
        let (_, rest) = ran.out.split_once(&format!("{MARK}{line}\n")).unwrap();
        rest.split(MARK).next().unwrap().to_owned()
    };
    let mut before = 0;
    for (language, line, text) in &blocks {
        match *language {
            "bash" => before = *line,
            "text" => {
                let printed = printed(before);
                let mut lines = printed.lines();
                for promised in text.lines() {
                    let found = lines.any(|line| is_as(line, promised));
                    assert!(found, "the guide promises in line {line} what does not come: {promised}\n{printed}");
                }
            }
            "console" => {}
            other => panic!("what is a block of {other} for?"),
        }
    }
    fs::remove_dir_all(folder).unwrap();
}

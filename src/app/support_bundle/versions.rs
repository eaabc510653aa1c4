//! The program and the system that it runs on, as far as that matters to whoever looks into a case.

use std::io::Read as _;

use serde::Serialize;

use super::facts::Facts;

/// No such file is longer than this, in bytes.
const LONGEST: u64 = 16 * 1024;

#[derive(Serialize)]
struct Versions<'a> {
    bindery: &'static str,
    debug_build: bool,
    system: &'static str,
    system_name: Option<String>,
    architecture: &'static str,
    sqlite: &'static str,
    ledger_version: i64,
    har: &'static str,
    language: &'static str,
    time_zone: Option<&'a str>,
    made_at: String,
}

pub(super) fn of(facts: &Facts) -> String {
    let versions = Versions {
        bindery: env!("CARGO_PKG_VERSION"),
        debug_build: cfg!(debug_assertions),
        system: std::env::consts::OS,
        system_name: system_name(),
        architecture: std::env::consts::ARCH,
        sqlite: crate::ledger::sqlite_version(),
        ledger_version: crate::ledger::file_version(),
        har: crate::inspector::har::VERSION,
        language: facts.language.header_value(),
        time_zone: facts.time_zone.iana_name(),
        made_at: facts.made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    };
    let mut text = serde_json::to_string_pretty(&versions).unwrap_or_default();
    text.push('\n');
    text
}

/// What the system calls itself (os-release of freedesktop.org); `None` where it does not say so in this way.
fn system_name() -> Option<String> {
    let mut text = String::new();
    std::fs::File::open("/etc/os-release").ok()?.take(LONGEST).read_to_string(&mut text).ok()?;
    named(&text)
}

fn named(text: &str) -> Option<String> {
    let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    let name: String = name.trim().trim_matches(['"', '\'']).chars().take(200).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_system_is_called_as_it_calls_itself() {
        assert_eq!(
            named("ID=x\nPRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\n"),
            Some("Debian GNU/Linux 13 (trixie)".to_owned())
        );
        assert_eq!(named("PRETTY_NAME=Void"), Some("Void".to_owned()));
        assert_eq!(named("PRETTY_NAME=\"\"\n"), None);
        assert_eq!(named("NAME=x"), None);
    }
}

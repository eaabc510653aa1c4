//! Keeps what ARCHITECTURE.md says may never be: it reads the sources and fails on a forbidden dependency.

#![allow(clippy::unwrap_used, reason = "clippy exempts test functions, but not what they call")]

use std::path::{Path, PathBuf};

/// Every source file below a folder of `src`, with its text up to the tests beside the code.
fn sources(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                // Tests beside the code stand at its end, or in a file of their own.
                let is_test = path.to_string_lossy().ends_with("tests.rs");
                let code = text.split("#[cfg(test)]\nmod ").next().filter(|_| !is_test).unwrap_or_default().to_owned();
                found.push((path, code));
            }
        }
    }
    assert!(!found.is_empty(), "the room {room} is empty or gone");
    found
}

/// The lines of code, comments left out, that name one of these.
fn naming<'a>(sources: &'a [(PathBuf, String)], names: &'a [&str]) -> Vec<String> {
    sources
        .iter()
        .flat_map(|(path, text)| text.lines().map(move |line| (path, line)))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .filter(|(_, line)| names.iter().any(|name| names_it(line, name)))
        .map(|(path, line)| format!("{}: {}", path.display(), line.trim()))
        .collect()
}

/// Whether a line names something as a whole word, so that `egui` is not found in `egui_kittest`.
fn names_it(line: &str, name: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(name).any(|(at, _)| {
        !line[..at].ends_with(word) && (name.ends_with(':') || !line[at + name.len()..].starts_with(word))
    })
}

#[track_caller]
fn forbid(room: &str, names: &[&str]) {
    let sources = sources(room);
    let found = naming(&sources, names);
    assert!(found.is_empty(), "{room} must not know {names:?}:\n{}", found.join("\n"));
}

#[test]
fn what_lies_below_knows_nothing_of_the_window() {
    for room in ["genauth", "account", "inspector", "ledger", "session", "sandbox", "app"] {
        forbid(room, &["egui", "eframe", "crate::ui"]);
    }
    for room in ["genauth", "account", "inspector", "ledger", "session", "sandbox"] {
        forbid(room, &["crate::app", "crate::cli"]);
    }
}

#[test]
fn the_protocol_knows_no_room_above_it() {
    forbid("genauth", &["crate::account", "crate::inspector", "crate::ledger", "crate::session", "crate::sandbox"]);
    forbid("session", &["crate::account", "crate::inspector", "crate::ledger", "crate::sandbox"]);
    forbid("account", &["crate::inspector", "crate::ledger", "crate::session", "crate::sandbox"]);
    forbid("inspector", &["crate::account", "crate::ledger", "crate::session", "crate::sandbox"]);
    forbid("ledger", &["crate::inspector", "crate::session", "crate::sandbox", "tokio", "reqwest"]);
}

#[test]
fn the_sandbox_shares_nothing_with_the_client() {
    forbid(
        "sandbox",
        &["crate::genauth", "crate::account", "crate::inspector", "crate::ledger", "crate::session", "reqwest"],
    );
}

#[test]
fn account_does_no_input_or_output() {
    forbid("account", &["std::fs", "std::net", "std::thread", "std::env", "std::process", "tokio", "reqwest"]);
}

#[test]
fn one_place_makes_folders_and_files_private() {
    // Temporary files, through which exports go, are private by themselves; the sandbox shares nothing.
    let rooms = ["genauth", "account", "inspector", "ledger", "session", "app", "ui", "cli"];
    let sources: Vec<_> = rooms.into_iter().flat_map(sources).collect();
    let makers =
        ["DirBuilder", "create_dir", "create_dir_all", "OpenOptions", "File::create", "File::options", "fs::write"];
    let found = naming(&sources, &makers);
    assert!(found.is_empty(), "only private_files.rs makes folders and files:\n{}", found.join("\n"));
    let itself = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/private_files.rs");
    assert!(!std::fs::read_to_string(itself).unwrap().contains("crate::"), "it knows no room");
}

#[test]
fn the_inspector_reads_no_file_and_opens_no_socket() {
    forbid("inspector", &["std::fs", "std::net", "std::env", "std::process", "std::time::SystemTime"]);
}

#[test]
fn the_window_starts_no_task_opens_no_socket_and_reads_no_file() {
    forbid(
        "ui",
        &["tokio", "reqwest", "std::fs", "std::net", "std::thread", "std::process", "poll_promise", "rusqlite"],
    );
}

#[test]
fn one_place_spawns_tasks() {
    let mut sources: Vec<_> = ["genauth", "account", "inspector", "ledger", "session", "app", "ui", "cli"]
        .into_iter()
        .flat_map(sources)
        .collect();
    // The vault's thread is the keyring's, the recorder's is for redaction; the sandbox is a service of its own.
    let places = ["app/tasks.rs", "session/vault.rs", "inspector/recorder.rs"];
    sources.retain(|(path, _)| !places.iter().any(|place| path.ends_with(place)));
    let found = naming(&sources, &["spawn", "spawn_blocking", "block_on", "block_in_place"]);
    assert!(found.is_empty(), "only app/tasks.rs spawns:\n{}", found.join("\n"));
}

#[test]
fn one_file_names_colours() {
    let mut sources = sources("ui");
    sources.retain(|(path, _)| !path.ends_with("ui/theme.rs"));
    let makers = [
        "from_rgb",
        "from_rgba_premultiplied",
        "from_rgba_unmultiplied",
        "from_gray",
        "from_black_alpha",
        "from_hex",
        "gamma_multiply",
        "linear_multiply",
        "lerp_to_gamma",
        "Rgba",
        "Color32::WHITE",
        "Color32::BLACK",
        "Color32::RED",
        "Color32::GRAY",
        "Color32::GREEN",
        "Color32::BLUE",
    ];
    let found = naming(&sources, &makers);
    assert!(found.is_empty(), "only ui/theme.rs names colours and makes new ones:\n{}", found.join("\n"));
}

#[test]
fn words_on_the_screen_are_no_literals() {
    let shows =
        ["(ui, \"", ".label(\"", "RichText::new(\"", "Button::new(\"", ".on_hover_text(\"", "accessible_name(\""];
    for (path, text) in sources("ui") {
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for call in shows {
                let Some((_, rest)) = line.split_once(call) else { continue };
                let literal = rest.split('"').next().unwrap_or_default();
                // The program's name, and names on the wire, are the same in every language.
                let untranslated = ["Bindery", "POST"].contains(&literal) || !literal.contains(char::is_alphabetic);
                assert!(untranslated, "{}: \"{literal}\" belongs into assets/words", path.display());
            }
        }
    }
}

#[test]
fn secrets_are_opened_in_few_places() {
    let places = [
        "genauth/client.rs",
        "genauth/client_authentication.rs",
        "genauth/transport.rs",
        "genauth/oidc.rs",
        "genauth/sign_in.rs",
        "genauth/password_encryption.rs",
        "genauth/captcha.rs",
        "genauth/authorization.rs",
        "genauth/id_token.rs",
        "genauth/link.rs",
        "genauth/recording.rs",
        "genauth/redaction/live.rs",
        "genauth/secrets.rs",
        "genauth/token_set.rs",
        "genauth/web_token.rs",
        "session/kept.rs",
        "session/browser/sending_on.rs",
        "session/browser_session.rs",
        "session/identity.rs",
        "session/link.rs",
        "session/renewal.rs",
        "session/ending.rs",
        "session/vault.rs",
        "session/spaces/secret.rs",
        "app/session_screen/clipboard.rs",
        "ui/sign_in/form.rs",
        "ui/spaces/editor.rs",
        "ui/widgets/field.rs",
    ];
    let mut sources: Vec<_> = ["genauth", "account", "inspector", "ledger", "session", "app", "ui", "cli"]
        .into_iter()
        .flat_map(sources)
        .collect();
    sources.retain(|(path, _)| !places.iter().any(|place| path.ends_with(place)));
    let found = naming(&sources, &["expose", "expose_secret"]);
    assert!(found.is_empty(), "a secret is opened where it need not be:\n{}", found.join("\n"));
}

#[test]
fn files_stay_within_what_a_reader_holds_in_mind() {
    for room in ["genauth", "account", "inspector", "ledger", "session", "sandbox", "app", "ui", "cli"] {
        for (path, _) in sources(room) {
            let lines = std::fs::read_to_string(&path).unwrap().lines().count();
            assert!(lines <= 450, "{} has {lines} lines: is it still one idea?", path.display());
        }
    }
}

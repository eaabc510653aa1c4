//! Nothing secret gets out of the program: not into a file, the log, the window's title, the list of processes, or
//! what a screen reader sees; whichever way one signs in, and whatever goes wrong.
//!
//! The search knows the secrets themselves: passwords and codes are the test's, the tokens are read from the keyring,
//! which alone may have them, and what the browser was sent off with is read from the browser.

mod browser;
mod echo;
mod embedded;
mod known;
mod ways;

use std::path::PathBuf;

use atspi::Role;
use serde_json::Value;

use crate::desktop::Desktop;
use crate::processes::command_lines;
use crate::program::Program;
use crate::screen::Screen;
use crate::search::{files_below, is_clean_of_tokens};
use crate::service::{ACCOUNT, Service};
use crate::wait::{DEADLINE, until};
use known::Known;

/// A program that is looked at from all sides.
struct Watched<'desktop> {
    program: Program<'desktop>,
    screen: Screen<'desktop>,
    known: Known,
    /// What it showed, and what it runs with.
    seen: String,
    /// The list of processes, in which others have secrets of their own.
    listed: String,
    /// Every file that it may have written, also those that are gone again.
    files: Vec<(PathBuf, Vec<u8>)>,
}

impl<'desktop> Watched<'desktop> {
    fn new(mut program: Program<'desktop>) -> Self {
        let screen = program.screen();
        program.focus_window();
        let (seen, listed) = (String::new(), String::new());
        Self { program, screen, known: Known::default(), seen, listed, files: Vec::new() }
    }

    /// Takes down everything that others on this computer could see of the program now, and all it has on the disk.
    fn look(&mut self) {
        let process = format!("/proc/{}", self.program.id());
        for file in ["cmdline", "environ"] {
            self.seen += &String::from_utf8_lossy(&std::fs::read(format!("{process}/{file}")).unwrap());
        }
        self.listed += &command_lines();
        for file in files_below(self.program.desktop.folder()) {
            if !self.files.contains(&file) {
                self.files.push(file);
            }
        }
        self.seen += &self.program.title();
        self.seen += &self.screen.tree();
    }

    fn press(&self, button: &str) {
        self.screen.press(&self.screen.button(button));
    }

    fn choose(&self, role: Role, name: &str) {
        self.screen.press(&self.screen.named(role, name));
    }

    /// Waits for text that begins like this, and looks.
    fn says(&mut self, text: &str) {
        self.screen.text_from(text);
        self.look();
    }

    /// Types into a field in the place of what is there.
    fn type_into(&mut self, role: Role, name: &str, text: &str) {
        self.screen.focus(&self.screen.named(role, name));
        self.screen.focused(role, name);
        self.program.key("ctrl+a");
        self.program.type_text(text);
        let shown = if role == Role::PasswordText { "•".repeat(text.chars().count()) } else { text.to_owned() };
        self.screen.holds(role, name, &shown);
        self.look();
    }

    /// Adds what the keyring has to what must be nowhere else, and gives the access token.
    fn learn_from_the_keyring(&mut self) -> Option<String> {
        let mut access_token = None;
        for kept in self.program.desktop.kept() {
            let Ok(Value::Object(session)) = serde_json::from_str(&kept) else { continue };
            for name in ["access_token", "id_token", "refresh_token"] {
                if let Some(token) = session.get(name).and_then(Value::as_str) {
                    self.known.add_token(name, token);
                }
            }
            access_token = access_token.or_else(|| Some(session.get("access_token")?.as_str()?.to_owned()));
        }
        access_token
    }

    /// From the list through a renewal of the tokens to the sign-out.
    fn stay_a_while_and_leave(&mut self, service: &Service) {
        self.says("Bound · 1");
        let first = self.learn_from_the_keyring().expect("the keyring has the session");
        self.look();
        let written = self.files.iter().any(|(path, _)| path.components().any(|part| part.as_os_str() == "bindery"));
        assert!(written, "what the program writes down of the account is among what is searched");
        let renewals = service.count("/oidc/token");
        service.expire_access_tokens();
        self.press("Refresh the list");
        let renewed = until(DEADLINE, || self.learn_from_the_keyring().filter(|token| *token != first));
        assert!(renewed.is_some(), "the tokens were not renewed:\n{}", self.screen.tree());
        assert_eq!(service.count("/oidc/token"), renewals + 1);
        self.screen.button("Refresh the list");
        self.says("Bound · 1");
        self.press("Sign out");
        self.says("You are signed out");
        assert_eq!(self.learn_from_the_keyring(), None);
    }

    /// Closes the window and looks through everything, with what is left on the disk.
    fn finish(mut self) {
        self.look();
        self.program.close_window();
        assert!(self.program.ended().success(), "{}", self.program.log());
        // The search would find something: the account is in what was seen, and the calls are in the log.
        assert!(self.seen.contains(ACCOUNT));
        let log = self.program.log();
        assert!(log.contains("call "), "{log}");
        self.is_clean("what the screen and the title said", self.seen.as_bytes());
        assert_eq!(self.known.found_in(self.listed.as_bytes()), [""; 0], "the list of processes holds secrets");
        self.is_clean("the log", log.as_bytes());
        self.files.extend(files_below(self.program.desktop.folder()));
        let mut files = self.files.iter();
        let keyring = files.any(|(path, _)| path.extension().is_some_and(|extension| extension == "keyring"));
        assert!(keyring, "the keyring's own file is among those that are searched");
        for (path, content) in &self.files {
            self.is_clean(&path.display().to_string(), content);
        }
    }

    #[track_caller]
    fn is_clean(&self, place: &str, content: &[u8]) {
        assert_eq!(self.known.found_in(content), [""; 0], "{place} holds secrets");
        is_clean_of_tokens(place, content);
    }
}

/// The program on this service.
fn open<'desktop>(desktop: &'desktop Desktop, service: &Service) -> Watched<'desktop> {
    let arguments = service.arguments();
    Watched::new(desktop.start(&arguments.each_ref().map(String::as_str)))
}

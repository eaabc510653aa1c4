//! What is wrong with the file of account spaces.

use egui::Ui;

use super::super::Words;
use super::super::explain::keyring_words;
use super::super::text::plain;
use super::super::widgets::{ButtonKind, Mood, banner, button, link_button, muted};
use crate::app::{Action, FileShown, Notice, SaveFailure, SpacesAction, SpacesShown};
use crate::session::{ChangeError, FileTrouble};

fn trouble_of(spaces: &SpacesShown) -> Option<&FileTrouble> {
    match &spaces.file {
        FileShown::Read(file) => file.listing().as_ref().err(),
        FileShown::NoPlace | FileShown::Reading => None,
    }
}

/// Where the file is broken, in words.
fn trouble_words(words: &Words, trouble: &FileTrouble) -> String {
    match trouble {
        FileTrouble::Unreadable(reason) => {
            words.with("spaces-broken-unreadable", &[("reason", plain(reason, 200).into())])
        }
        FileTrouble::TooLong => words.text("spaces-broken-long").into_owned(),
        FileTrouble::NotText { line } => words.with("spaces-broken-text", &[("line", line.to_string().into())]),
        FileTrouble::NotToml { line, reason } => words
            .with("spaces-broken-toml", &[("line", line.to_string().into()), ("reason", plain(reason, 300).into())]),
        FileTrouble::NotATable { line, key } => {
            words.with("spaces-broken-table", &[("line", line.to_string().into()), ("key", plain(key, 80).into())])
        }
    }
}

/// Says before the sign-in that the file is broken, with the way to it.
pub(in crate::ui) fn broken_notice(ui: &mut Ui, words: &Words, spaces: &SpacesShown, actions: &mut Vec<Action>) {
    let Some(trouble) = trouble_of(spaces) else { return };
    let more = trouble_words(words, trouble);
    banner(ui, Mood::Warning, &words.text("spaces-broken"), &[&more], |ui| {
        let look = words.text("spaces-look");
        if link_button(ui, &look, &look).clicked() {
            actions.push(Action::Spaces(SpacesAction::Show));
        }
    });
    ui.add_space(4.0);
}

/// Says in the switcher what is wrong with the file, with the ways on.
pub(super) fn file_ui(ui: &mut Ui, words: &Words, spaces: &SpacesShown, actions: &mut Vec<Action>) {
    if spaces.file == FileShown::NoPlace {
        banner(ui, Mood::Warning, &words.text("spaces-no-place"), &[&words.text("spaces-no-place.next")], |_| {});
    }
    let Some(trouble) = trouble_of(spaces) else { return };
    let where_it_is = trouble_words(words, trouble);
    let more = [where_it_is.as_str(), &words.text("spaces-broken.kept"), &words.text("spaces-broken.next")];
    banner(ui, Mood::Bad, &words.text("spaces-broken"), &more, |ui| {
        ui.horizontal_wrapped(|ui| {
            let again = words.text("spaces-read-again");
            if button(ui, ButtonKind::Plain, &again, &again).clicked() {
                actions.push(Action::Spaces(SpacesAction::ReadAgain));
            }
            let aside = words.text("spaces-set-aside");
            if button(ui, ButtonKind::Plain, &aside, &aside).clicked() {
                actions.push(Action::Spaces(SpacesAction::SetAside));
            }
        });
    });
}

/// Says what was done last.
pub(super) fn notice_ui(ui: &mut Ui, words: &Words, notice: &Notice) {
    let named = |key: &'static str, name: &str| words.with(key, &[("name", plain(name, 60).into())]);
    match notice {
        Notice::Saved { name, secret: None } => {
            banner(ui, Mood::Good, &named("spaces-saved", name), &[], |_| {});
        }
        Notice::Saved { secret: Some(error), .. } => {
            let more = keyring_words(words, error);
            banner(ui, Mood::Warning, &words.text("spaces-secret-not-kept"), &[&more], |_| {});
        }
        Notice::Removed { name, revocation: None, keyring: None, last_seen: false } => {
            banner(ui, Mood::Good, &named("spaces-removed", name), &[], |_| {});
        }
        Notice::Removed { name, revocation, keyring, last_seen } => {
            let left = (revocation.is_some(), keyring.is_some(), *last_seen);
            what_is_left(ui, words, &named("spaces-removed-partly", name), left);
        }
        Notice::Replaced { name, revocation, keyring, last_seen } => {
            let left = (revocation.is_some(), keyring.is_some(), *last_seen);
            what_is_left(ui, words, &named("spaces-saved-partly", name), left);
        }
        Notice::SetAside { path } => {
            let more = words.with("spaces-was-set-aside.where", &[("path", plain(path, 300).into())]);
            banner(ui, Mood::Good, &words.text("spaces-was-set-aside"), &[&more], |_| {});
        }
        Notice::NotSetAside(failure) => {
            let (what, next) = failure_words(words, failure);
            banner(ui, Mood::Bad, &words.text("spaces-not-set-aside"), &[&what, &next], |_| {});
        }
    }
}

/// Says which tokens, entries and files stayed.
fn what_is_left(ui: &mut Ui, words: &Words, what: &str, (tokens, keyring, last_seen): (bool, bool, bool)) {
    banner(ui, Mood::Warning, what, &[], |ui| {
        if tokens {
            muted(ui, &words.text("sign-out-not-revoked"));
        }
        if keyring {
            muted(ui, &words.text("sign-out-not-wiped"));
        }
        if last_seen {
            muted(ui, &words.text("sign-out-last-seen-stays"));
        }
    });
}

/// Why a change was not made, and what to do next.
pub(super) fn failure_words(words: &Words, failure: &SaveFailure) -> (String, String) {
    let (key, reason) = match failure {
        SaveFailure::File(ChangeError::ChangedMeanwhile(_)) => ("spaces-change-meanwhile", None),
        SaveFailure::File(ChangeError::Broken(trouble)) => {
            let what = words.text("spaces-change-broken").into_owned();
            return (what, trouble_words(words, trouble));
        }
        SaveFailure::File(ChangeError::ReadOnly) => ("spaces-change-read-only", None),
        SaveFailure::File(ChangeError::Busy) => ("spaces-change-busy", None),
        SaveFailure::File(ChangeError::NotWritten(reason)) => ("spaces-change-not-written", Some(plain(reason, 200))),
        SaveFailure::NoPlace => ("spaces-no-place", None),
        SaveFailure::Busy => ("spaces-account-waits", None),
        SaveFailure::Crashed => ("error-crashed", None),
    };
    let next = words.find(&format!("{key}.next")).unwrap_or_default().into_owned();
    let next = reason.map_or(next.clone(), |reason| format!("{reason}. {next}"));
    (words.find(key).unwrap_or_default().into_owned(), next)
}

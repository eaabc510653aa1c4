//! Before the sign-in: the account space is being opened, or could not be.

use egui::{Ui, Vec2};

use super::Words;
use super::explain::{Explanation, keyring_words};
use super::text::plain;
use super::widgets::{
    ButtonKind, Mood, banner, brand_mark, button, explanation as explanation_rest, link_button, muted, semibold,
};
use crate::app::{Action, Opening, OpeningError, SpacesAction};
use crate::genauth::ClientError;
use crate::session::SpaceTrouble;

/// Shows what is being waited for, or what went wrong, with a way on.
pub fn opening_ui(ui: &mut Ui, words: &Words, opening: &Opening) -> Vec<Action> {
    let mut actions = Vec::new();
    column(ui, |ui| {
        masthead(ui, words);
        match opening {
            Opening::StartingSandbox => {
                muted(ui, &words.text("opening-sandbox"));
            }
            Opening::ReadingKeyring => {
                let more = words.text("opening-keyring.more");
                banner(ui, Mood::Running, &words.text("opening-keyring"), &[&more], |ui| {
                    let without = words.text("keyring-continue-without");
                    if button(ui, ButtonKind::Plain, &without, &without).clicked() {
                        actions.push(Action::ContinueWithoutKeyring);
                    }
                });
            }
            Opening::Failed(error) => {
                let explanation = opening_error(words, error);
                banner(ui, Mood::Bad, &explanation.what, &[], |ui| {
                    explanation_rest(ui, &explanation);
                    let again = words.text("try-again");
                    ui.horizontal_wrapped(|ui| {
                        if button(ui, ButtonKind::Plain, &again, &again).clicked() {
                            actions.push(Action::OpenAgain);
                        }
                        switch_link(ui, words, &mut actions);
                    });
                });
            }
        }
    });
    actions
}

/// The way to another account space or account.
pub(super) fn switch_link(ui: &mut Ui, words: &Words, actions: &mut Vec<Action>) {
    if link_button(ui, &words.text("spaces-switch"), &words.text("spaces-switch.name")).clicked() {
        actions.push(Action::Spaces(SpacesAction::Show));
    }
}

/// A narrow column in the middle of the window, scrolled where the window is low.
pub(super) fn column<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            let width = 430.0_f32.min(ui.available_width() - 32.0);
            let side = (ui.available_width() - width) / 2.0;
            ui.horizontal_top(|ui| {
                ui.add_space(side);
                ui.allocate_ui_with_layout(Vec2::new(width, 0.0), egui::Layout::top_down(egui::Align::LEFT), |ui| {
                    ui.set_width(width);
                    ui.add_space((ui.ctx().content_rect().height() * 0.1 - 24.0).clamp(16.0, 80.0));
                    let inner = content(ui);
                    ui.add_space(24.0);
                    inner
                })
                .inner
            })
            .inner
        })
        .inner
}

/// The program's mark and name, and what it is for.
pub(super) fn masthead(ui: &mut Ui, words: &Words) {
    ui.horizontal(|ui| {
        brand_mark(ui, 30.0);
        semibold(ui, "Bindery", 22.0);
    });
    muted(ui, &words.text("tagline"));
    ui.add_space(8.0);
}

/// What an account space names and is not there, in words.
pub(super) fn space_trouble(words: &Words, trouble: &SpaceTrouble) -> Explanation {
    match trouble {
        SpaceTrouble::CaUnreadable { path, reason } => {
            said(words, "opening-ca-unreadable", Some(&format!("{path}: {reason}")))
        }
        SpaceTrouble::CaUseless { path, .. } => said(words, "opening-ca-useless", Some(path)),
        SpaceTrouble::NoSecret => said(words, "opening-no-secret", None),
    }
}

/// Why no client could be made, in words.
pub(super) fn client_error(words: &Words, error: &ClientError) -> Explanation {
    match error {
        ClientError::AppId => said(words, "opening-app-id", None),
        ClientError::NoRootCertificates { reason } => said(words, "opening-no-certificates", Some(reason)),
        ClientError::ExtraCertificates { reason } => said(words, "opening-ca-useless", Some(reason)),
        ClientError::Http { reason } => said(words, "opening-client-failed", Some(reason)),
    }
}

/// Why an account space could not be opened, in words.
fn opening_error(words: &Words, error: &OpeningError) -> Explanation {
    match error {
        OpeningError::Sandbox(reason) => said(words, "opening-sandbox-failed", Some(reason)),
        OpeningError::Client(error) => client_error(words, error),
        OpeningError::Space(trouble) => space_trouble(words, trouble),
        OpeningError::Secret(error) => Explanation {
            what: words.text("opening-secret-not-read").into_owned(),
            next: keyring_words(words, error),
            ..Explanation::default()
        },
        OpeningError::Crashed => said(words, "error-crashed", None),
    }
}

fn said(words: &Words, key: &str, reason: Option<&str>) -> Explanation {
    Explanation {
        what: words.find(key).unwrap_or_default().into_owned(),
        next: words.find(&format!("{key}.next")).unwrap_or_default().into_owned(),
        facts: reason.map(|reason| (words.text("fact-reason").into_owned(), plain(reason, 300))).into_iter().collect(),
        excerpt: None,
    }
}

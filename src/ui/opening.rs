//! Before the sign-in: the account space is being opened, or could not be.

use egui::{Ui, Vec2};

use super::Words;
use super::explain::Explanation;
use super::text::plain;
use super::widgets::{ButtonKind, Mood, banner, brand_mark, button, explanation as explanation_rest, muted, semibold};
use crate::app::{Action, Opening, OpeningError};
use crate::genauth::ClientError;

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
                    if button(ui, ButtonKind::Plain, &again, &again).clicked() {
                        actions.push(Action::OpenAgain);
                    }
                });
            }
        }
    });
    actions
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

/// Why an account space could not be opened, in words.
fn opening_error(words: &Words, error: &OpeningError) -> Explanation {
    let (key, reason) = match error {
        OpeningError::Sandbox(reason) => ("opening-sandbox-failed", Some(reason)),
        OpeningError::Client(ClientError::AppId) => ("opening-app-id", None),
        OpeningError::Client(ClientError::NoRootCertificates { reason }) => ("opening-no-certificates", Some(reason)),
        OpeningError::Client(ClientError::Http { reason }) => ("opening-client-failed", Some(reason)),
        OpeningError::Crashed => ("error-crashed", None),
    };
    Explanation {
        what: words.find(key).unwrap_or_default().into_owned(),
        next: words.find(&format!("{key}.next")).unwrap_or_default().into_owned(),
        facts: reason.map(|reason| (words.text("fact-reason").into_owned(), plain(reason, 200))).into_iter().collect(),
        excerpt: None,
    }
}

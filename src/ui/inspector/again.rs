//! Making a read once more: the button, why there is none, and what became of it.

use egui::Ui;
use egui::accesskit::Live;

use super::InspectorForm;
use super::facts::{duration, host};
use crate::app::{Action, InspectorAction, InspectorShown, NotRepeatable, Repetition, Screen};
use crate::inspector::Entry;
use crate::ui::Words;
use crate::ui::explain::{Purpose, explain};
use crate::ui::widgets::{ButtonKind, Mood, banner, button, facts, link_button, muted, small_muted};

/// Offers to make it once more, or says why that cannot be.
pub(super) fn again_ui(
    ui: &mut Ui,
    words: &Words,
    entry: &Entry,
    shown: &InspectorShown,
    form: &mut InspectorForm,
    actions: &mut Vec<Action>,
) {
    let running = shown.repetition.as_ref().is_some_and(Repetition::is_running);
    match shown.repeatable(&entry.exchange) {
        Ok(_) => {
            let again = words.text("inspector-repeat");
            if ui.add_enabled_ui(!running, |ui| button(ui, ButtonKind::Plain, &again, &again)).inner.clicked() {
                actions.push(Action::Inspector(InspectorAction::Repeat(entry.number)));
            }
            small_muted(ui, &words.text("inspector-repeat.more"));
        }
        Err(reason) => {
            small_muted(ui, &words.text(reason_key(reason)));
            if reason == NotRepeatable::Unbind {
                let to = words.text("inspector-to-connections");
                if link_button(ui, &to, &to).clicked() {
                    actions.push(Action::ShowScreen(Screen::Connections));
                }
            }
        }
    }
    repetition_ui(ui, words, entry, shown, form);
}

fn reason_key(reason: NotRepeatable) -> &'static str {
    match reason {
        NotRepeatable::HasEffect => "inspector-not-repeatable-effect",
        NotRepeatable::Unbind => "inspector-not-repeatable-unbind",
        NotRepeatable::Credentials => "inspector-not-repeatable-credentials",
        NotRepeatable::Elsewhere => "inspector-not-repeatable-elsewhere",
        NotRepeatable::SignedOut => "inspector-not-repeatable-signed-out",
    }
}

/// What became of making it once more.
fn repetition_ui(ui: &mut Ui, words: &Words, entry: &Entry, shown: &InspectorShown, form: &mut InspectorForm) {
    let Some(repetition) = shown.repetition.as_ref().filter(|known| known.number == entry.number) else {
        return;
    };
    let Some((attempt, error)) = &repetition.ended else {
        let said = muted(ui, &words.text("inspector-repeating"));
        ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(Live::Polite));
        return;
    };
    let mood = if error.is_some() { Mood::Warning } else { Mood::Good };
    let said = match attempt {
        Some(attempt) => {
            let status = match attempt.http_status {
                Some(status) => format!("HTTP {status}"),
                None => words.text("inspector-no-answer").into_owned(),
            };
            let codes = [attempt.status_code, attempt.api_code].map(|code| code.map(|code| code.to_string()));
            let parts = [vec![Some(status)], codes.to_vec(), vec![Some(duration(attempt.took))]].concat();
            words.with(
                "inspector-repeated",
                &[("how", parts.into_iter().flatten().collect::<Vec<_>>().join(" · ").into())],
            )
        }
        None => words.text("inspector-not-repeated").into_owned(),
    };
    let host = host(&entry.exchange);
    let why = error.as_ref().map(|error| explain(words, error, &host, Purpose::Read)).unwrap_or_default();
    banner(ui, mood, &said, &[&why.what], |ui| {
        facts(ui, &why.facts);
        // The recorder may still be at work on it.
        if let Some(new) = repetition.entry(&shown.snapshot.entries) {
            let show = words.text("inspector-show-newest");
            if link_button(ui, &show, &show).clicked() {
                form.choose(new.number);
                ui.ctx().request_repaint();
            }
        } else if shown.paused && attempt.is_some() {
            small_muted(ui, &words.text("inspector-show-newest.later"));
        }
    });
}

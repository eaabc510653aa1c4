//! What goes wrong in the sandbox: what waits, what can be had with one press, and the rest of what is to be tried.

use egui::{Align, Layout, ScrollArea, Ui, UiBuilder};

use super::copy::Copying as _;
use super::fault_form::{endpoint_words, fault_form_ui};
use super::fault_kinds::fault_words;
use super::scenario::scenario_ui;
use super::{Around, SandboxForm, WIDEST, clock};
use crate::app::{Action, SandboxAction, SandboxShown};
use crate::sandbox::Fault;
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::theme::{card, tokens};
use crate::ui::widgets::{ButtonKind, button, heading, link_button, mono, muted, small_muted};

/// From this width on there are two columns.
const TWO_COLUMNS: f32 = 840.0;

/// What is had with one press: its words, and the fault. One that this sandbox does not know is not offered.
const READY_MADE: &[(&str, &str)] = &[
    ("ready-answer-lost", "unlink-extidp=reset-after"),
    ("ready-never-arrives", "unlink-extidp=reset-before"),
    ("ready-refused", "unlink-extidp=403"),
    ("ready-lag", "unlink-extidp=lag-3"),
    ("ready-gateway", "get-identities=http-502"),
    ("ready-slow", "get-identities=latency-3s"),
    ("ready-throttled", "*=429"),
    ("ready-no-refresh", "token=oauth-invalid_grant"),
];

/// Shows the fault switches.
pub(super) fn faults_ui(
    ui: &mut Ui,
    words: &Words,
    shown: &SandboxShown,
    around: Around<'_>,
    form: &mut SandboxForm,
    actions: &mut Vec<Action>,
) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        // The scroll bar lies beside the cards.
        ui.set_max_width(ui.available_width() - 8.0);
        if ui.available_width() < TWO_COLUMNS {
            ui.set_max_width(WIDEST.min(ui.available_width()));
            part(ui, |ui| waiting(ui, words, &shown.seen.faults, form, actions));
            part(ui, |ui| ready_made(ui, words, actions));
            part(ui, |ui| fault_form_ui(ui, words, &mut form.fault, actions));
            part(ui, |ui| scenario_ui(ui, words, shown, form, actions));
            part(ui, |ui| clock::clock_and_tokens_ui(ui, words, shown, around, form, actions));
        } else {
            ui.spacing_mut().item_spacing.x = 12.0;
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    part(left, |ui| ready_made(ui, words, actions));
                    part(left, |ui| fault_form_ui(ui, words, &mut form.fault, actions));
                    part(right, |ui| waiting(ui, words, &shown.seen.faults, form, actions));
                    part(right, |ui| scenario_ui(ui, words, shown, form, actions));
                    part(right, |ui| clock::clock_and_tokens_ui(ui, words, shown, around, form, actions));
                }
            });
        }
        ui.add_space(16.0);
    });
}

fn part(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    card(tokens(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 8.0);
        content(ui);
    });
}

fn ready_made(ui: &mut Ui, words: &Words, actions: &mut Vec<Action>) {
    heading(ui, &words.text("faults-ready-made"), 14.0);
    muted(ui, &words.text("faults-ready-made.more"));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for (key, text) in READY_MADE {
            let (Ok(fault), Some(name)) = (text.parse::<Fault>(), words.find(key)) else { continue };
            if button(ui, ButtonKind::Plain, &name, &name).on_hover_text(*text).clicked() {
                actions.push(Action::Sandbox(SandboxAction::AddFault(fault)));
            }
        }
        let expired = words.text("ready-token-expires");
        if button(ui, ButtonKind::Plain, &expired, &expired).clicked() {
            actions.push(Action::Sandbox(SandboxAction::ExpireAccessTokens));
        }
    });
}

/// The faults that wait, each with a way to take it back.
fn waiting(ui: &mut Ui, words: &Words, faults: &[Fault], form: &mut SandboxForm, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if !faults.is_empty() {
                let all = words.text("faults-remove-all");
                if link_button(ui, &all, &all).clicked() {
                    actions.push(Action::Sandbox(SandboxAction::ClearFaults));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                heading(ui, &words.text("faults-waiting"), 14.0);
            });
        });
    });
    if faults.is_empty() {
        muted(ui, &words.text("faults-none"));
        return;
    }
    for (position, fault) in faults.iter().enumerate() {
        ui.scope_builder(UiBuilder::new().id_salt(position), |ui| {
            if position > 0 {
                ui.separator();
            }
            waits(ui, words, position, fault, form, actions);
        });
    }
}

fn waits(
    ui: &mut Ui,
    words: &Words,
    position: usize,
    fault: &Fault,
    form: &mut SandboxForm,
    actions: &mut Vec<Action>,
) {
    let text = fault.to_string();
    let (kind, times) = kind_and_times(&text);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let number = (position + 1).to_string();
            let name = words.with("fault-remove.name", &[("number", number.into()), ("text", plain(&text, 80).into())]);
            if link_button(ui, &words.text("fault-remove"), &name).clicked() {
                actions.push(Action::Sandbox(SandboxAction::RemoveFault(position, fault.clone())));
            }
            ui.with_layout(Layout::top_down(Align::LEFT), |ui| {
                ui.add(egui::Label::new(fault_words(words, kind)).wrap());
            });
        });
    });
    ui.horizontal_wrapped(|ui| {
        small_muted(ui, &endpoint_words(words, &fault.endpoint));
        let left = match times {
            Some("*") => words.text("fault-until-cleared").into_owned(),
            Some(times) => words.with("fault-times-left", &[("count", times.into())]),
            None => words.text("fault-once").into_owned(),
        };
        small_muted(ui, &left);
        mono(ui, &plain(&text, 120));
        let what = words.with("fault-what", &[("number", (position + 1).to_string().into())]);
        form.copied.copy_button(ui, words, &what, &text);
    });
}

/// Of a fault's text, the kind and the number of times: `a=http-502x3,p0.5` has `http-502` and `3`.
fn kind_and_times(text: &str) -> (&str, Option<&str>) {
    let kind = text.split_once('=').map_or(text, |(_, kind)| kind);
    let kind = kind.split(',').next().unwrap_or_default();
    match kind.rsplit_once('x') {
        Some((before, times)) if times == "*" || (!times.is_empty() && times.bytes().all(|b| b.is_ascii_digit())) => {
            (before, Some(times))
        }
        _ => (kind, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genauth::Language;

    #[test]
    fn a_faults_text_is_taken_apart() {
        assert_eq!(kind_and_times("a=http-502x3,p0.5"), ("http-502", Some("3")));
        assert_eq!(kind_and_times("*=stallx*"), ("stall", Some("*")));
        assert_eq!(kind_and_times("a=oauth-max_age"), ("oauth-max_age", None));
    }

    #[test]
    fn what_is_ready_made_has_words() {
        let words = Words::new(Language::English);
        assert!(READY_MADE.iter().all(|(key, _)| words.find(key).is_some()));
        assert!(READY_MADE.iter().filter(|(_, text)| text.parse::<Fault>().is_ok()).count() >= 7);
    }
}

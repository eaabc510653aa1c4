//! One receipt of the history, opened.

use egui::{Align, Frame, Key, Layout, ScrollArea, Ui};

use super::outcome::{deed_words, said};
use super::sections::{Section, Surroundings, receipt_text, sections};
use super::{ActivityForm, Copied};
use crate::app::{Action, InspectorAction, entry_json};
use crate::ledger::Entry;
use crate::ui::Words;
use crate::ui::theme::{CONTROL_CORNER, card, tokens};
use crate::ui::widgets::{facts, heading, link_button, mono, muted, semibold, small_muted, soft_frame};

/// Shows a receipt whole; `alone` says that the list is not beside it.
pub(super) fn receipt_ui(
    ui: &mut Ui,
    entry: &Entry,
    around: Surroundings<'_>,
    form: &mut ActivityForm,
    (alone, behind): (bool, bool),
    actions: &mut Vec<Action>,
) {
    let words = around.words;
    let height = ui.available_height() - 16.0;
    card(tokens(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height((height - 30.0).max(80.0));
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = if alone { words.text("activity-back") } else { words.text("activity-close") };
                let closed = link_button(ui, &close, &close).clicked();
                if closed || (!behind && ui.input(|input| input.key_pressed(Key::Escape))) {
                    form.open = None;
                    form.copied = None;
                    form.go_to = Some(entry.id.clone());
                    ui.ctx().request_repaint();
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.set_clip_rect(ui.max_rect().intersect(ui.clip_rect()));
                    heading(ui, &deed_words(words, entry), 14.0);
                });
            });
        });
        ScrollArea::vertical().auto_shrink(false).id_salt(("receipt", entry.id.as_str())).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 8.0);
            ui.spacing_mut().item_spacing.y = 6.0;
            let outcome = said(words, entry, around.left_open);
            soft_frame(ui, outcome.mood, |ui| outcome.mood.headline(ui, &outcome.text));
            copies(ui, words, entry, around, form);
            if let Some(number) = around.held.numbers.get(&entry.id) {
                let show = words.text("activity-show-exchange");
                if link_button(ui, &show, &show).clicked() {
                    actions.push(Action::Inspector(InspectorAction::Show(*number)));
                }
            } else if entry.decisive_request().is_some() {
                small_muted(ui, &words.text("activity-exchange-gone"));
            }
            for (index, section) in sections(entry, around).iter().enumerate() {
                // The title of the first stands above all.
                section_ui(ui, section, index > 0);
            }
        });
    });
}

fn copies(ui: &mut Ui, words: &Words, entry: &Entry, around: Surroundings<'_>, form: &mut ActivityForm) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        copy(ui, words, Copied::Text, &words.text("activity-copy-text"), form, || receipt_text(entry, around));
        copy(ui, words, Copied::Json, &words.text("activity-copy-json"), form, || entry_json(entry));
        let id = entry.decisive_request().and_then(|request| request.request_id.clone());
        if let Some(id) = id {
            copy(ui, words, Copied::RequestId, &words.text("copy-request-id"), form, || id);
        }
    });
}

/// A link that copies, and then says that it did.
fn copy(ui: &mut Ui, words: &Words, what: Copied, shown: &str, form: &mut ActivityForm, text: impl FnOnce() -> String) {
    let done = form.copied == Some(what);
    let name = if done { words.with("copied.name", &[("what", shown.into())]) } else { shown.to_owned() };
    let copied = words.text("copied");
    let response = link_button(ui, if done { &copied } else { shown }, &name);
    if done {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
    if response.clicked() {
        ui.ctx().copy_text(text());
        form.copied = Some(what);
        ui.ctx().request_repaint();
    }
}

fn section_ui(ui: &mut Ui, section: &Section, titled: bool) {
    if titled {
        ui.add_space(4.0);
        semibold(ui, &section.title, 13.0);
    }
    facts(ui, &section.facts);
    for note in &section.notes {
        muted(ui, note);
    }
    if let Some(excerpt) = &section.excerpt {
        Frame::new().fill(tokens(ui).code).corner_radius(CONTROL_CORNER).inner_margin(10).show(ui, |ui| {
            ui.set_width(ui.available_width());
            mono(ui, excerpt);
        });
    }
}

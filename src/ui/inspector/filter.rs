//! The row of fields by which the list is narrowed, and what it says of what is listed.

use std::sync::Arc;

use egui::accesskit::Live;
use egui::{RichText, TextWrapMode, Ui, Vec2};

use super::InspectorForm;
use super::facts::cause;
use crate::app::InspectorShown;
use crate::genauth::Cause;
use crate::inspector::Entry;
use crate::inspector::filter::Filter;
use crate::ui::Words;
use crate::ui::theme::tokens;
use crate::ui::widgets::{checkbox, choose, hinted_field, link_button, small_muted};

/// Below this width the fields take two lines, in points.
const TWO_LINES: f32 = 800.0;

/// What the fields of the filter hold.
#[derive(Debug, Default)]
pub(super) struct FilterFields {
    text: String,
    code: String,
    failures: bool,
    cause: Option<Cause>,
}

impl InspectorForm {
    /// What is listed.
    pub(super) fn filter(&self) -> Filter {
        Filter {
            text: self.filter.trim().to_owned(),
            // What is no number is no code, so nothing has it.
            code: Some(self.code.trim()).filter(|code| !code.is_empty()).map(|code| code.parse().unwrap_or(-1)),
            failures: self.failures,
            cause: self.cause,
        }
    }

    fn code_is_no_number(&self) -> bool {
        let code = self.code.trim();
        !code.is_empty() && code.parse::<i64>().is_err()
    }

    fn clear_filter(&mut self) {
        self.take_filter();
    }

    /// What the fields hold; they are empty after it.
    pub(super) fn take_filter(&mut self) -> FilterFields {
        FilterFields {
            text: std::mem::take(&mut self.filter),
            code: std::mem::take(&mut self.code),
            failures: std::mem::take(&mut self.failures),
            cause: self.cause.take(),
        }
    }

    /// Puts into the fields what they held before.
    pub(super) fn put_filter(&mut self, fields: FilterFields) {
        self.filter = fields.text;
        self.code = fields.code;
        self.failures = fields.failures;
        self.cause = fields.cause;
    }
}

pub(super) fn filter_ui(ui: &mut Ui, words: &Words, form: &mut InspectorForm) {
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(44.0);
        ui.spacing_mut().item_spacing = Vec2::new(10.0, 4.0);
        // What has no room in a line goes to the next as a whole.
        ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
        // In one line with everything beside it, else in the first of two.
        let room = ui.available_width();
        let wide = (room - if room < TWO_LINES { 400.0 } else { 640.0 }).clamp(150.0, 340.0);
        ui.allocate_ui(Vec2::new(wide, 44.0), |ui| {
            hinted_field(ui, &words.text("inspector-filter"), &mut form.filter, "exchanges filter");
        });
        ui.allocate_ui(Vec2::new(90.0, 44.0), |ui| {
            hinted_field(ui, &words.text("inspector-filter-code"), &mut form.code, "exchanges code");
        });
        cause_ui(ui, words, &mut form.cause);
        checkbox(ui, &mut form.failures, &words.text("inspector-failures"));
        // In a file nothing comes that could be followed.
        let mut follow = !form.stays;
        if form.file.is_none() && checkbox(ui, &mut follow, &words.text("inspector-follow")).changed() {
            form.stays = !follow;
        }
        if !form.filter().is_empty() {
            let clear = words.text("inspector-filter-clear");
            if link_button(ui, &clear, &clear).clicked() {
                form.clear_filter();
                ui.ctx().request_repaint();
            }
        }
    });
    if form.code_is_no_number() {
        let said = RichText::new(words.text("inspector-not-a-code")).size(13.0).color(tokens(ui).bad);
        let said = ui.add(egui::Label::new(said).wrap());
        ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(Live::Polite));
    }
}

fn cause_ui(ui: &mut Ui, words: &Words, chosen: &mut Option<Cause>) {
    let any = words.text("inspector-any-cause").into_owned();
    let shown = chosen.map_or_else(|| any.clone(), |chosen| cause(words, Some(chosen)));
    let mut choices = vec![(None, any)];
    choices.extend(Cause::ALL.map(|one| (Some(one), cause(words, Some(one)))));
    choose(ui, &words.text("inspector-cause"), &shown, &choices, chosen, "exchanges cause");
}

/// How many newer calls stand above what was seen, with the way there.
fn newer_ui(ui: &mut Ui, words: &Words, (entries, listed): (&[Arc<Entry>], &[usize]), form: &mut InspectorForm) {
    let newest_first = listed.iter().rev().filter_map(|at| entries.get(*at));
    let newer = newest_first.take_while(|entry| form.seen.is_some_and(|seen| entry.number > seen)).count();
    if newer == 0 {
        small_muted(ui, &words.text("inspector-no-newer"));
        return;
    }
    let said = words.with("inspector-newer", &[("count", newer.into())]);
    let link = link_button(ui, &said, &said);
    if link.clicked() {
        form.to_top = true;
        // The link goes with it: who pressed it by the keyboard goes on in the list.
        form.arrives = link.has_focus();
        ui.ctx().request_repaint();
    }
}

/// What is listed of what, and what is not there any more.
pub(super) fn counts_ui(
    ui: &mut Ui,
    words: &Words,
    shown: &InspectorShown,
    (entries, listed): (&[Arc<Entry>], &[usize]),
    form: &mut InspectorForm,
) {
    let own = form.file.is_none();
    let dropped = if own { shown.snapshot.dropped } else { 0 };
    let all = entries.len();
    let stays = own && form.stays;
    if listed.len() == all && dropped == 0 && !(own && shown.paused) && !stays {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(20.0);
        // What is new says so here, and in a line that is there before: nothing below it moves.
        if stays {
            newer_ui(ui, words, (entries, listed), form);
        }
        if listed.len() != all {
            small_muted(ui, &words.with("inspector-listed", &[("count", listed.len().into()), ("all", all.into())]));
        }
        if dropped > 0 {
            small_muted(ui, &words.with("inspector-dropped", &[("count", dropped.into())]));
        }
        if own && shown.paused {
            small_muted(ui, &words.text("inspector-paused"));
        }
    });
}

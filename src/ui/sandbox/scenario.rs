//! A scenario as text: faults to keep, to share and to play again.

use egui::{FontId, Frame, Margin, ScrollArea, Stroke, TextEdit, Ui};

use super::SandboxForm;
use super::copy::Copying as _;
use super::mistakes::line_words;
use crate::app::{Action, SandboxAction, SandboxDone, SandboxShown, read_scenario};
use crate::ui::Words;
use crate::ui::theme::{CONTROL_CORNER, tokens};
use crate::ui::widgets::{ButtonKind, button, heading, muted};

/// Shows the text with what can be done with it, and the lines that are no faults.
pub(super) fn scenario_ui(
    ui: &mut Ui,
    words: &Words,
    shown: &SandboxShown,
    form: &mut SandboxForm,
    actions: &mut Vec<Action>,
) {
    let title = heading(ui, &words.text("scenario"), 14.0);
    muted(ui, &words.text("scenario.more"));
    let colours = tokens(ui);
    let frame = Frame::new()
        .fill(colours.code)
        .stroke(Stroke::new(1.0, colours.line))
        .corner_radius(CONTROL_CORNER)
        .inner_margin(Margin::symmetric(10, 8));
    let changed = frame
        .show(ui, |ui| {
            ScrollArea::vertical().max_height(160.0).id_salt("scenario").show(ui, |ui| {
                let edit = TextEdit::multiline(&mut form.scenario)
                    .id_salt("scenario text")
                    .frame(Frame::NONE)
                    .font(FontId::monospace(12.0))
                    .desired_rows(4)
                    .desired_width(ui.available_width());
                ui.add(edit).labelled_by(title.id).changed()
            })
        })
        .inner
        .inner;
    if changed {
        form.mistakes.clear();
        form.copied = None;
    }
    ui.horizontal_wrapped(|ui| {
        let apply = words.text("scenario-apply");
        if button(ui, ButtonKind::Plain, &apply, &apply).clicked() {
            match read_scenario(&form.scenario) {
                Ok(scenario) => {
                    form.mistakes.clear();
                    actions.push(Action::Sandbox(SandboxAction::PlayScenario(scenario)));
                }
                Err(mistakes) => form.mistakes = mistakes,
            }
        }
        let take = words.text("scenario-take");
        if button(ui, ButtonKind::Ghost, &take, &take).clicked() {
            form.scenario = shown.seen.scenario.to_string();
            form.mistakes.clear();
        }
        if !form.scenario.trim().is_empty() {
            form.copied.copy_button(ui, words, &words.text("scenario-what"), &form.scenario);
        }
        if form.mistakes.is_empty() && matches!(shown.done, Some((SandboxDone::ScenarioPlayed, _))) {
            let done = muted(ui, &words.text("scenario-played"));
            ui.ctx().accesskit_node_builder(done.id, |node| node.set_live(egui::accesskit::Live::Polite));
        }
    });
    for mistake in &form.mistakes {
        let problem = line_words(words, &mistake.problem);
        let said = words.with("scenario-line", &[("line", mistake.line.into()), ("problem", problem.into())]);
        let said = egui::RichText::new(said).size(13.0).color(tokens(ui).bad);
        let said = ui.add(egui::Label::new(said).wrap());
        ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
}

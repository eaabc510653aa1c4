//! The line above the list: what it is, and what can be done with all of it.

use std::ops::Range;
use std::sync::Arc;

use egui::{Align, Layout, Ui};

use super::InspectorForm;
use crate::app::{Action, InspectorAction, InspectorShown, SupportBundleAction};
use crate::inspector::Entry;
use crate::ui::Words;
use crate::ui::theme::CONTROL_HEIGHT;
use crate::ui::widgets::{ButtonKind, button, heading};

/// How many buttons there are.
const BUTTONS: usize = 5;
/// Below this width the buttons stand under the heading, in points.
const NARROW: f32 = 680.0;
/// Below this width they do not fit in one line either.
const VERY_NARROW: f32 = 490.0;

/// What it is and what can be done with all of it; on a line of its own where both do not fit beside each other.
pub(super) fn header_ui(
    ui: &mut Ui,
    words: &Words,
    shown: &InspectorShown,
    entries: &[Arc<Entry>],
    form: &mut InspectorForm,
    actions: &mut Vec<Action>,
) {
    // Two of them always fit beside it, as does the one of a file.
    let beside = match ui.available_width() {
        NARROW.. => BUTTONS,
        VERY_NARROW.. if shown.file.is_none() => 0,
        _ => 2,
    };
    ui.horizontal(|ui| {
        ui.set_min_height(CONTROL_HEIGHT);
        heading(ui, &words.text("inspector"), 20.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            header_buttons_ui(ui, words, shown, (entries, 0..beside), form, actions);
        });
    });
    if beside < BUTTONS && shown.file.is_none() {
        ui.horizontal(|ui| header_buttons_ui(ui, words, shown, (entries, beside..BUTTONS), form, actions));
    }
}

/// The buttons in the order in which they are read, whichever end of the line they begin at.
fn header_buttons_ui(
    ui: &mut Ui,
    words: &Words,
    shown: &InspectorShown,
    (entries, which): (&[Arc<Entry>], Range<usize>),
    form: &mut InspectorForm,
    actions: &mut Vec<Action>,
) {
    if shown.file.is_some() {
        let back = words.text("inspector-leave-file");
        if button(ui, ButtonKind::Plain, &back, &back).clicked() {
            actions.push(Action::Inspector(InspectorAction::LeaveFile));
        }
        return;
    }
    let pause = match shown.paused {
        false => ("inspector-pause", InspectorAction::Pause),
        true => ("inspector-go-on", InspectorAction::GoOn),
    };
    let some = !entries.is_empty();
    let mut buttons: [_; BUTTONS] = [
        (pause.0, true, Asked::This(pause.1)),
        ("inspector-clear", some, Asked::This(InspectorAction::AskToClear)),
        ("inspector-export", some, Asked::Export),
        ("bundle-open", true, Asked::Bundle),
        ("inspector-read", true, Asked::This(InspectorAction::AskToRead)),
    ];
    let Some(buttons) = buttons.get_mut(which) else { return };
    if ui.layout().prefer_right_to_left() {
        buttons.reverse();
    }
    for (key, enabled, asked) in buttons {
        let text = words.find(key).unwrap_or_default();
        let name = words.find(&format!("{key}.name")).unwrap_or_else(|| text.clone());
        if !ui.add_enabled_ui(*enabled, |ui| button(ui, ButtonKind::Plain, &text, &name)).inner.clicked() {
            continue;
        }
        let mut listed = || {
            let listed = form.listed(shown.snapshot.version, entries);
            listed.iter().filter_map(|at| entries.get(*at)).map(|entry| entry.number).collect()
        };
        actions.push(match asked {
            Asked::This(action) => Action::Inspector(action.clone()),
            Asked::Export => {
                let listed = listed();
                Action::Inspector(InspectorAction::AskToExport { listed, open: form.open })
            }
            Asked::Bundle => Action::SupportBundle(SupportBundleAction::Open { listed: Some(listed()) }),
        });
    }
}

/// What a button of the header asks for.
enum Asked {
    This(InspectorAction),
    Export,
    Bundle,
}

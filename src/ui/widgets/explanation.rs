//! An explanation: what happened, what to do next, and what exactly came back.

use egui::Ui;

use super::{facts, mono, muted};
use crate::ui::explain::Explanation;

/// Shows what follows the headline of an explanation.
pub fn explanation(ui: &mut Ui, explanation: &Explanation) {
    if !explanation.next.is_empty() {
        muted(ui, &explanation.next);
    }
    facts(ui, &explanation.facts);
    if let Some(excerpt) = &explanation.excerpt {
        mono(ui, excerpt);
    }
}

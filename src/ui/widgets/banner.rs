//! A coloured area that says how something went.

use egui::accesskit::Live;
use egui::{Color32, FontId, Frame, Margin, Response, RichText, Ui};

use super::muted;
use crate::ui::theme::{CONTROL_CORNER, Tokens, semibold, tokens};

/// How something went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Well.
    Good,
    /// It wants attention.
    Warning,
    /// Badly.
    Bad,
    /// It is under way.
    Running,
}

impl Mood {
    /// The colour of its words.
    pub fn colour(self, colours: &Tokens) -> Color32 {
        match self {
            Self::Good => colours.ok,
            Self::Warning => colours.warn,
            Self::Bad => colours.bad,
            Self::Running => colours.accent,
        }
    }

    fn ground(self, colours: &Tokens) -> Color32 {
        match self {
            Self::Good => colours.ok_soft,
            Self::Warning => colours.warn_soft,
            Self::Bad => colours.bad_soft,
            Self::Running => colours.accent_soft,
        }
    }

    /// The mood's headline; a screen reader announces it when it appears.
    pub fn headline(self, ui: &mut Ui, text: &str) -> Response {
        let text = RichText::new(text).font(FontId::new(13.0, semibold())).color(self.colour(tokens(ui)));
        let response = ui.add(egui::Label::new(text).wrap());
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
        response
    }
}

/// An area on the mood's ground, as wide as there is room.
pub fn soft_frame<R>(ui: &mut Ui, mood: Mood, content: impl FnOnce(&mut Ui) -> R) -> R {
    Frame::new()
        .fill(mood.ground(tokens(ui)))
        .corner_radius(CONTROL_CORNER)
        .inner_margin(Margin::symmetric(12, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui)
        })
        .inner
}

/// A message with its headline, an explanation and, below, what can be done.
pub fn banner<R>(ui: &mut Ui, mood: Mood, headline: &str, more: &[&str], actions: impl FnOnce(&mut Ui) -> R) -> R {
    soft_frame(ui, mood, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        mood.headline(ui, headline);
        for text in more.iter().filter(|text| !text.is_empty()) {
            muted(ui, text);
        }
        actions(ui)
    })
}

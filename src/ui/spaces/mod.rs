//! Account spaces on the screen: the list to switch in, the editor, and what is wrong with the file.

mod editor;
mod fields;
mod file;
mod mistakes;
mod remove_dialog;
mod switcher;
mod test_steps;

use super::Words;
use super::text::plain;
use crate::app::SpaceShown;
use crate::session::SpaceName;

use editor::EditorForm;
pub use editor::editor_ui;
pub(super) use file::broken_notice;
pub use switcher::switcher_ui;

/// What the panels of account spaces remember from frame to frame.
#[derive(Debug, Default)]
pub struct SpacesForm {
    /// What is being typed into the editor.
    pub(in crate::ui) editor: EditorForm,
    /// Whether the switcher was open in the last frame.
    pub switcher_was_open: bool,
    /// The account that was shown in the last frame: what was typed for one is not sent for another.
    pub shown: Option<u64>,
}

/// What a space is called.
pub(super) fn space_title(words: &Words, name: &SpaceName, host: &str) -> String {
    match name {
        SpaceName::Sandbox => words.text("space-sandbox-short").into_owned(),
        SpaceName::Host => plain(host, 80),
        SpaceName::Named(name) => plain(name, 60),
    }
}

/// What the space on the screen is called.
pub(super) fn shown_title(words: &Words, space: &SpaceShown) -> String {
    space_title(words, &space.name, &space.host)
}

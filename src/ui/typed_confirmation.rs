//! The field in which a person types what passes a hard stop.

use egui::accesskit::Live;
use egui::{Key, Response, RichText, Ui};

use super::Words;
use super::theme::tokens;
use super::widgets::labelled_field;
use crate::account::{Confirmation, Typed};

/// What the field came to in this frame.
pub struct TypedAnswer {
    /// The field, for the keyboard to be given to.
    pub field: Response,
    /// Whether what is wanted is typed: only then may the unbind begin.
    pub accepted: bool,
    /// Whether Enter was pressed in the field with it typed.
    pub submitted: bool,
}

/// Shows what to type, the field, and how far the typing has come.
pub fn typed_confirmation_ui(
    ui: &mut Ui,
    words: &Words,
    confirmation: &Confirmation,
    typed: &mut String,
) -> TypedAnswer {
    let key = match confirmation {
        Confirmation::Name(_) => "typed-name",
        Confirmation::IdTail(_) => "typed-id",
        Confirmation::Count(_) => "typed-count",
    };
    let label = words.with_key(key, &[("wanted", confirmation.wanted().into())]);
    let field = labelled_field(ui, &label, typed, "typed confirmation");
    let compared = confirmation.compare(typed);
    state(ui, words, confirmation, compared);
    let accepted = compared == Typed::Accepted;
    let submitted = accepted && field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    TypedAnswer { field, accepted, submitted }
}

fn state(ui: &mut Ui, words: &Words, confirmation: &Confirmation, typed: Typed) {
    let colours = tokens(ui);
    let (text, colour) = match typed {
        Typed::Nothing => (words.text("typed-nothing").into_owned(), colours.mute),
        Typed::Begun => (words.text("typed-begun").into_owned(), colours.mute),
        Typed::Different => {
            let wanted = confirmation.wanted();
            (format!("✗ {}", words.with("typed-different", &[("wanted", wanted.into())])), colours.bad)
        }
        Typed::Accepted => (format!("✓ {}", words.text("typed-accepted")), colours.ok),
    };
    let response = ui.add(egui::Label::new(RichText::new(text).small().color(colour)).wrap());
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
}

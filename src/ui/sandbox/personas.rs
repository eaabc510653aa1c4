//! Whom one can sign in as, with what.

use egui::{Align, Layout, ScrollArea, Ui, UiBuilder};

use super::copy::Copying as _;
use super::{SandboxForm, WIDEST};
use crate::app::{Action, Screen};
use crate::sandbox::Persona;
use crate::ui::Words;
use crate::ui::sign_in::SignInForm;
use crate::ui::text::plain;
use crate::ui::theme::{card, tokens};
use crate::ui::widgets::{ButtonKind, button, heading, mono, muted, small_muted};

/// How long a name or account may be on the screen, in characters.
const LONGEST: usize = 60;

/// Shows everybody who has an account. Where nobody is signed in, one can be filled into the sign-in.
pub(super) fn personas_ui(
    ui: &mut Ui,
    words: &Words,
    personas: &[Persona],
    form: &mut SandboxForm,
    mut sign_in: Option<&mut SignInForm>,
    actions: &mut Vec<Action>,
) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(WIDEST.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = 8.0;
        for persona in personas {
            ui.scope_builder(UiBuilder::new().id_salt(&persona.key), |ui| {
                card(tokens(ui)).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    persona_ui(ui, words, persona, form, sign_in.as_deref_mut(), actions);
                });
            });
        }
        ui.add_space(16.0);
    });
}

fn persona_ui(
    ui: &mut Ui,
    words: &Words,
    persona: &Persona,
    form: &mut SandboxForm,
    sign_in: Option<&mut SignInForm>,
    actions: &mut Vec<Action>,
) {
    ui.spacing_mut().item_spacing.y = 4.0;
    let name = plain(&persona.name, LONGEST);
    ui.horizontal(|ui| {
        let can_sign_in = sign_in.is_some() && persona.password.is_some();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let (Some(sign_in), Some(password)) = (sign_in, persona.password.as_deref().filter(|_| can_sign_in)) {
                let called = words.with("sandbox-sign-in-as.name", &[("name", name.as_str().into())]);
                if button(ui, ButtonKind::Plain, &words.text("sandbox-sign-in-as"), &called).clicked() {
                    sign_in.fill(persona.account(), password);
                    actions.push(Action::ShowScreen(Screen::Connections));
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                heading(ui, &name, 14.0);
                let native = plain(&persona.native_name, LONGEST);
                if native != name {
                    ui.add(egui::Label::new(egui::RichText::new(native).size(13.0).color(tokens(ui).mute)).truncate());
                }
            });
        });
    });
    let described = words.find(&format!("persona-{}", persona.key));
    muted(ui, &described.map_or_else(|| plain(&persona.description, 200), std::borrow::Cow::into_owned));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let mut credential = |ui: &mut Ui, label: &str, value: &str| {
            small_muted(ui, label);
            mono(ui, &plain(value, LONGEST));
            let what = words.with("sandbox-of", &[("what", label.into()), ("name", name.as_str().into())]);
            form.copied.copy_button(ui, words, &what, value);
            ui.add_space(8.0);
        };
        let accounts = [
            (words.text("sandbox-email"), &persona.email),
            (words.text("sandbox-username"), &persona.username),
            (words.text("sandbox-phone"), &persona.phone),
            (words.text("sign-in-password"), &persona.password),
            (words.text("sandbox-directory-name"), &persona.directory_name),
        ];
        for (label, value) in accounts {
            if let Some(value) = value {
                credential(ui, &label, value);
            }
        }
        if persona.password.is_none() {
            small_muted(ui, &words.text("sandbox-no-password"));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genauth::Language;

    #[test]
    fn everybody_who_comes_with_the_program_has_words() {
        let words = Words::new(Language::SimplifiedChinese);
        for persona in crate::sandbox::personas() {
            assert!(words.find(&format!("persona-{}", persona.key)).is_some(), "{}", persona.key);
        }
    }
}

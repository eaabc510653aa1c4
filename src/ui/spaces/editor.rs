//! The editor of one account space.

use egui::text_edit::TextEditState;
use egui::{Frame, Id, Key, Margin, Panel, TextEdit, Ui};

use super::super::Words;
use super::super::text::plain;
use super::super::theme::{card, tokens};
use super::super::widgets::{
    ButtonKind, Mood, SecretText, banner, behind_modal, button, checkbox, heading, password_field, semibold,
    small_muted,
};
use super::fields::Around;
use super::file::failure_words;
use super::remove_dialog::remove_dialog_ui;
use super::test_steps::test_ui;
use crate::app::{Action, Editor, SpaceTest, SpacesAction, Typed};
use crate::genauth::{ClientSecret, HeaderFamily, ProxyChoice};
use crate::session::{AuthenticationMethod, Field, Mistake, PasswordEncryption, SpaceDraft};

/// How wide the editor grows, in points.
const WIDEST: f32 = 560.0;

/// What is being typed into the editor.
#[derive(Debug, Default)]
pub struct EditorForm {
    /// Which editor it is of.
    number: Option<u64>,
    draft: SpaceDraft,
    opens_at_start: bool,
    secret: SecretText,
    show_secret: bool,
    /// The secret's field, whose undo history holds what was typed.
    secret_field: Option<Id>,
    /// The mistakes that the keyboard was brought to.
    told: Vec<Mistake>,
    /// Whether the dialog that asks was open in the last frame.
    asked: bool,
}

impl EditorForm {
    /// Begins with what an editor that was just opened holds.
    fn begin(&mut self, context: &egui::Context, editor: &Editor) {
        if self.number == Some(editor.number) {
            return;
        }
        self.wipe(context);
        self.number = Some(editor.number);
        self.draft = editor.draft.clone();
        self.opens_at_start = editor.opens_at_start;
    }

    /// Forgets everything that was typed.
    pub fn wipe(&mut self, context: &egui::Context) {
        if let Some(id) = self.secret_field.take() {
            TextEdit::store_state(context, id, TextEditState::default());
        }
        *self = Self::default();
    }

    fn typed(&self) -> Box<Typed> {
        let secret = Some(&self.secret)
            .filter(|secret| !secret.is_empty() && self.draft.authentication != AuthenticationMethod::None)
            .map(|secret| ClientSecret::new(secret.expose().to_owned()));
        Box::new(Typed { draft: self.draft.clone(), secret, opens_at_start: self.opens_at_start })
    }
}

/// Shows the editor.
pub fn editor_ui(ui: &mut Ui, words: &Words, editor: &Editor, form: &mut EditorForm) -> Vec<Action> {
    let mut actions = Vec::new();
    let is_first = form.number != Some(editor.number);
    form.begin(ui.ctx(), editor);
    if editor.asks_to_remove {
        behind_modal(ui);
    }
    let focus = if is_first && editor.mistakes.is_empty() {
        Some(Field::Name)
    } else if form.told != editor.mistakes {
        editor.mistakes.first().map(|mistake| mistake.field)
    } else {
        None
    };
    form.told.clone_from(&editor.mistakes);
    let name = match editor.draft.name.trim() {
        "" => words.text("space-add").into_owned(),
        name => plain(name, 60),
    };
    // The ways on are always in view, however long the form is.
    let frame = Frame::new().fill(tokens(ui).bg).inner_margin(Margin::symmetric(16, 10));
    Panel::bottom("ways on from the editor").resizable(false).frame(frame).show(ui, |ui| {
        in_the_middle(ui, |ui| ways_on(ui, words, editor, &name, form, &mut actions));
    });
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        in_the_middle(ui, |ui| {
            ui.add_space(20.0);
            let title = match &editor.id {
                Some(_) => words.with("space-edit", &[("name", name.as_str().into())]),
                None => words.text("space-add").into_owned(),
            };
            heading(ui, &title, 20.0);
            let around = Around { words, mistakes: &editor.mistakes, focus };
            ui.add_enabled_ui(!editor.saving, |ui| fields(ui, &around, form));
            if let Some(test) = &editor.test {
                ui.add_space(8.0);
                semibold(ui, &words.text("space-test-title"), 14.0);
                test_ui(ui, words, test);
            }
            ui.add_space(24.0);
        });
    });
    if editor.asks_to_remove {
        let first_frame = !std::mem::replace(&mut form.asked, true);
        actions.extend(remove_dialog_ui(ui, words, &name, first_frame));
    } else {
        form.asked = false;
        // Escape in a field only leaves the field.
        let idle = ui.memory(|memory| memory.focused().is_none());
        if idle && !editor.saving && actions.is_empty() && ui.input(|input| input.key_pressed(Key::Escape)) {
            actions.push(Action::Spaces(SpacesAction::StopEditing));
        }
    }
    actions
}

fn section(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
    ui.add_space(8.0);
    card(tokens(ui)).inner_margin(20).show(ui, |ui| {
        ui.set_width(ui.available_width());
        semibold(ui, title, 14.0);
        ui.add_space(4.0);
        content(ui);
    });
}

fn fields(ui: &mut Ui, around: &Around<'_>, form: &mut EditorForm) {
    let words = around.words;
    let EditorForm { draft, opens_at_start, secret, show_secret, secret_field, .. } = form;
    section(ui, &words.text("space-section-application"), |ui| {
        around.mistakes_of(ui, Field::Id);
        around.line(ui, Field::Name, "space-name", &mut draft.name);
        around.line(ui, Field::AppHost, "space-app-host", &mut draft.app_host);
        around.line(ui, Field::AppId, "space-app-id", &mut draft.app_id);
        let families = [
            (HeaderFamily::GenAuth, HeaderFamily::GenAuth.prefix()),
            (HeaderFamily::Authing, HeaderFamily::Authing.prefix()),
        ];
        around.choice(ui, Field::HeaderFamily, "space-header-family", &mut draft.header_family, &families);
        checkbox(ui, opens_at_start, &words.text("space-at-start"));
    });
    section(ui, &words.text("space-section-browser"), |ui| {
        around.line(ui, Field::RedirectUri, "space-redirect-uri", &mut draft.redirect_uri);
        around.line(ui, Field::Ports, "space-ports", &mut draft.ports);
        let any = checkbox(ui, &mut draft.any_free_port, &words.text("space-any-free-port"));
        around.follow(ui, Field::AnyFreePort, "space-any-free-port", &any);
        around.line(ui, Field::Scopes, "space-scopes", &mut draft.scopes);
    });
    section(ui, &words.text("space-section-connection"), |ui| {
        around.line(ui, Field::ExtraCa, "space-extra-ca", &mut draft.extra_ca);
        let (system, none) = (words.text("space-proxy-system"), words.text("space-proxy-none"));
        let proxies = [(ProxyChoice::System, system.as_ref()), (ProxyChoice::None, none.as_ref())];
        around.choice(ui, Field::Proxy, "space-proxy", &mut draft.proxy, &proxies);
    });
    section(ui, &words.text("space-section-proof"), |ui| {
        // These are names on the wire, the same in every language.
        let methods = [
            (AuthenticationMethod::None, "none"),
            (AuthenticationMethod::Post, "client_secret_post"),
            (AuthenticationMethod::Basic, "client_secret_basic"),
        ];
        around.choice(ui, Field::Authentication, "space-authentication", &mut draft.authentication, &methods);
        if draft.authentication != AuthenticationMethod::None {
            let (shown, name) = if *show_secret {
                (words.text("sign-in-hide"), words.text("space-secret.hide"))
            } else {
                (words.text("sign-in-show"), words.text("space-secret.show"))
            };
            let label = words.text("space-secret");
            let field = password_field(ui, &label, (&shown, &name), secret, show_secret, "client secret");
            *secret_field = Some(field.id);
            small_muted(ui, &words.text("space-secret.kept"));
            ui.add_space(8.0);
        }
        let encryptions = [(PasswordEncryption::None, "none"), (PasswordEncryption::Rsa, "rsa")];
        around.choice(ui, Field::PasswordEncryption, "space-encryption", &mut draft.password_encryption, &encryptions);
    });
}

/// What went wrong, and the ways on.
fn ways_on(ui: &mut Ui, words: &Words, editor: &Editor, name: &str, form: &EditorForm, actions: &mut Vec<Action>) {
    if !editor.mistakes.is_empty() {
        let count = editor.mistakes.len();
        banner(ui, Mood::Bad, &words.with("space-mistakes", &[("count", count.into())]), &[], |_| {});
    }
    if let Some(failure) = &editor.failure {
        let (what, next) = failure_words(words, failure);
        banner(ui, Mood::Bad, &what, &[&next], |_| {});
    }
    if editor.saving {
        Mood::Running.headline(ui, &words.text("space-saving"));
        return;
    }
    let mut press = |ui: &mut Ui, kind: ButtonKind, shown: &str, name: &str, action: &dyn Fn() -> SpacesAction| {
        if button(ui, kind, shown, name).clicked() {
            actions.push(Action::Spaces(action()));
        }
    };
    ui.horizontal_wrapped(|ui| {
        let save = words.text("space-save");
        press(ui, ButtonKind::Primary, &save, &save, &|| SpacesAction::Save(form.typed()));
        if editor.test.as_ref().is_some_and(SpaceTest::is_running) {
            let stop = words.text("space-test-stop");
            press(ui, ButtonKind::Plain, &stop, &stop, &|| SpacesAction::StopTest);
        } else {
            let test = if editor.test.is_some() { words.text("space-test-again") } else { words.text("space-test") };
            press(ui, ButtonKind::Plain, &test, &test, &|| SpacesAction::Test(form.typed()));
        }
        let cancel = words.text("space-cancel");
        press(ui, ButtonKind::Ghost, &cancel, &cancel, &|| SpacesAction::StopEditing);
        if editor.id.is_some() {
            let whole = words.with("space-remove.name", &[("name", name.into())]);
            press(ui, ButtonKind::Danger, &words.text("space-remove"), &whole, &|| SpacesAction::AskToRemove);
        }
    });
    small_muted(ui, &words.text("space-test.help"));
}

/// A column in the middle, no wider than lines are good to read.
fn in_the_middle(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let width = WIDEST.min(ui.available_width() - 32.0);
    let side = (ui.available_width() - width) / 2.0;
    ui.horizontal_top(|ui| {
        ui.add_space(side);
        ui.allocate_ui_with_layout(egui::vec2(width, 0.0), egui::Layout::top_down(egui::Align::LEFT), |ui| {
            ui.set_width(width);
            content(ui);
        });
    });
}

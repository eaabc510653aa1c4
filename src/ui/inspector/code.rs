//! A call as cURL, Python or HTTPie.

use egui::{ScrollArea, Ui};

use super::kept::Kept;
use super::text_rows::{KeptRows, text_rows_ui};
use crate::genauth::Exchange;
use crate::inspector::as_code::{self, Code, Language, Warning};
use crate::ui::Words;
use crate::ui::sandbox::copy::Copying as _;
use crate::ui::widgets::{Mood, radio, small_muted, soft_frame};

/// Tells one text from every other: the exchange by its id, the language, and the one in which the warnings are.
type Which = (u64, Language, crate::genauth::Language);

/// What the code remembers from frame to frame; it belongs to one exchange.
#[derive(Debug)]
pub(super) struct CodeForm {
    language: Language,
    code: Kept<Which, Code>,
    rows: KeptRows<Which>,
}

impl Default for CodeForm {
    fn default() -> Self {
        Self { language: Language::Curl, code: Kept::default(), rows: KeptRows::default() }
    }
}

impl CodeForm {
    /// The language stays the one that was chosen, for another exchange too.
    pub(super) fn for_another(&mut self) {
        *self = Self { language: self.language, ..Self::default() };
    }
}

fn name(language: Language) -> &'static str {
    match language {
        Language::Curl => "cURL",
        Language::Httpie => "HTTPie",
        Language::Python => "Python",
    }
}

/// What to know before it is run, in words.
fn warning_words(words: &Words, warning: Warning) -> String {
    let key = match warning {
        Warning::UsesUpCode => "inspector-warning-code",
        Warning::RotatesToken => "inspector-warning-rotates",
        Warning::EndsSession => "inspector-warning-ends-session",
        Warning::CountsAsAttempt => "inspector-warning-attempt",
        Warning::SendsMessage => "inspector-warning-message",
        Warning::ChangesAccount => "inspector-warning-changes",
        Warning::GivesLink => "inspector-warning-link",
        Warning::BodyIncomplete => "inspector-warning-incomplete",
    };
    words.text(key).into_owned()
}

/// Shows the call as a text that can be run, in all the room that there is.
pub(super) fn code_ui(
    ui: &mut Ui,
    words: &Words,
    exchange: &Exchange,
    form: &mut CodeForm,
    copied: &mut Option<String>,
) {
    let CodeForm { language, code, rows } = form;
    // Another one may be chosen below, after this text was written.
    let written_in = *language;
    let which = (exchange.id, written_in, words.language());
    let written = code.get(which, || as_code::write(exchange, written_in, &|warning| warning_words(words, warning)));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for one in [Language::Curl, Language::Python, Language::Httpie] {
            if radio(ui, language, one, name(one)).changed() {
                *copied = None;
                ui.ctx().request_repaint();
            }
        }
        copied.copy_button(ui, words, name(written_in), &written.text);
    });
    let low = ui.available_height() < 220.0;
    let about = |ui: &mut Ui| {
        for warning in &written.warnings {
            soft_frame(ui, Mood::Warning, |ui| small_muted(ui, &warning_words(words, *warning)));
        }
        if !written.variables.is_empty() {
            let names = written.variables.join(", ");
            small_muted(ui, &words.with("inspector-variables", &[("names", names.into())]));
        }
    };
    if low {
        ScrollArea::vertical().id_salt("about the code").max_height(56.0).show(ui, about);
    } else {
        about(ui);
    }
    text_rows_ui(ui, &written.text, which, rows, "code");
}

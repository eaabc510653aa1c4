//! A fault put together from an endpoint, a kind and its parameters.

use egui::{ComboBox, Ui};

use super::fault_kinds::{Kind, SERVICE, kinds};
use super::mistakes::mistake_words;
use crate::app::{Action, SandboxAction};
use crate::sandbox::Fault;
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::theme::{CONTROL_HEIGHT, tokens};
use crate::ui::widgets::{ButtonKind, button, heading, labelled_field, mono, muted, small_muted};

/// The endpoints to choose from: as a fault names them, and their words.
const ENDPOINTS: &[(&str, &str)] = &[
    ("*", "endpoint-all"),
    ("unlink-extidp", "endpoint-unlink-extidp"),
    ("get-identities", "endpoint-get-identities"),
    ("get-profile", "endpoint-get-profile"),
    ("get-application-enabled-extidps", "endpoint-enabled-extidps"),
    ("generate-link-extidp-url", "endpoint-link-url"),
    ("signin", "endpoint-signin"),
    ("token", "endpoint-token"),
    ("revocation", "endpoint-revocation"),
    ("me", "endpoint-me"),
    ("send-email", "endpoint-send-email"),
    ("send-sms", "endpoint-send-sms"),
    ("get-security-info", "endpoint-security-info"),
    ("system", "endpoint-system"),
];

/// The fault that is put together.
#[derive(Debug)]
pub struct FaultForm {
    /// Which endpoint it is for.
    endpoint: String,
    /// Whether that is typed rather than chosen.
    other: bool,
    /// The key of its kind.
    kind: &'static str,
    /// The kind's parameters.
    parameters: Vec<String>,
    /// How often it strikes.
    times: String,
}

impl Default for FaultForm {
    fn default() -> Self {
        Self {
            endpoint: "unlink-extidp".to_owned(),
            other: false,
            kind: "fault-reset-after",
            parameters: Vec::new(),
            times: "1".to_owned(),
        }
    }
}

impl FaultForm {
    fn choose(&mut self, kind: &Kind) {
        self.kind = kind.key;
        self.parameters = kind.parameters.iter().map(|(_, first)| (*first).to_owned()).collect();
    }

    fn text(&self, kind: &Kind) -> String {
        let endpoint = if kind.of_service { SERVICE } else { self.endpoint.trim() };
        let times = match self.times.trim() {
            "1" => String::new(),
            times => format!("x{times}"),
        };
        format!("{endpoint}={}{times}", kind.text(&self.parameters))
    }
}

/// What an endpoint is called, beside its name on the wire.
pub(super) fn endpoint_words(words: &Words, endpoint: &str) -> String {
    if endpoint == SERVICE {
        return words.text("endpoint-service").into_owned();
    }
    let known = ENDPOINTS.iter().find(|(name, _)| *name == endpoint);
    known.and_then(|(_, key)| words.find(key)).map_or_else(|| plain(endpoint, 60), std::borrow::Cow::into_owned)
}

/// Shows the form; what it says is shown as text, too, so that it can be learnt.
pub(super) fn fault_form_ui(ui: &mut Ui, words: &Words, form: &mut FaultForm, actions: &mut Vec<Action>) {
    heading(ui, &words.text("fault-own"), 14.0);
    let Some(kind) = kinds().find(|kind| kind.key == form.kind) else { return };
    choose_kind(ui, words, kind, form);
    // Another may have been chosen just now.
    let Some(kind) = kinds().find(|kind| kind.key == form.kind) else { return };
    if !kind.of_service {
        choose_endpoint(ui, words, form);
        if form.other {
            labelled_field(ui, &words.text("fault-endpoint-other"), &mut form.endpoint, "fault endpoint");
        }
    }
    form.parameters.resize(kind.parameters.len(), String::new());
    ui.columns(kind.parameters.len() + 1, |columns| {
        let (parameters, rest) = columns.split_at_mut(kind.parameters.len());
        for (index, (ui, (key, _))) in parameters.iter_mut().zip(kind.parameters).enumerate() {
            if let (Some(value), Some(label)) = (form.parameters.get_mut(index), words.find(key)) {
                labelled_field(ui, &label, value, key);
            }
        }
        if let [ui] = rest {
            labelled_field(ui, &words.text("fault-times"), &mut form.times, "fault times");
        }
    });
    let text = form.text(kind);
    let fault = text.parse::<Fault>();
    ui.horizontal_wrapped(|ui| {
        let add = words.text("fault-add");
        if button(ui, ButtonKind::Primary, &add, &add).clicked()
            && let Ok(fault) = &fault
        {
            actions.push(Action::Sandbox(SandboxAction::AddFault(fault.clone())));
        }
        mono(ui, &plain(&text, 160));
    });
    if let Err(error) = &fault {
        let said = egui::RichText::new(mistake_words(words, error)).size(13.0).color(tokens(ui).bad);
        let said = ui.add(egui::Label::new(said).wrap());
        ui.ctx().accesskit_node_builder(said.id, |node| node.set_live(egui::accesskit::Live::Polite));
    }
}

fn choose_kind(ui: &mut Ui, words: &Words, kind: &Kind, form: &mut FaultForm) {
    let label = small_muted(ui, &words.text("fault-kind"));
    let name = |kind: &Kind| words.find(kind.key).unwrap_or_default().into_owned();
    let width = ui.available_width();
    let low = std::mem::replace(&mut ui.spacing_mut().interact_size.y, CONTROL_HEIGHT);
    ComboBox::from_id_salt("fault kind")
        .width(width)
        .height(420.0)
        .truncate()
        .selected_text(name(kind))
        .show_ui(ui, |ui| {
            for other in kinds() {
                if ui.selectable_label(other.key == kind.key, name(other)).clicked() {
                    form.choose(other);
                    ui.close();
                }
            }
        })
        .response
        .labelled_by(label.id);
    ui.spacing_mut().interact_size.y = low;
    if let Some(more) = words.find(&format!("{}.more", kind.key)) {
        muted(ui, &more);
    }
}

fn choose_endpoint(ui: &mut Ui, words: &Words, form: &mut FaultForm) {
    let label = small_muted(ui, &words.text("fault-endpoint"));
    let other = words.text("fault-endpoint-choose-other");
    let name = |endpoint: &str| match endpoint {
        "*" => endpoint_words(words, endpoint),
        _ => format!("{} · {endpoint}", endpoint_words(words, endpoint)),
    };
    let chosen = if form.other { other.clone().into_owned() } else { name(&form.endpoint) };
    let width = ui.available_width();
    let low = std::mem::replace(&mut ui.spacing_mut().interact_size.y, CONTROL_HEIGHT);
    ComboBox::from_id_salt("fault endpoint list")
        .width(width)
        .height(420.0)
        .truncate()
        .selected_text(chosen)
        .show_ui(ui, |ui| {
            for (endpoint, _) in ENDPOINTS {
                if ui.selectable_label(!form.other && form.endpoint == *endpoint, name(endpoint)).clicked() {
                    (*endpoint).clone_into(&mut form.endpoint);
                    form.other = false;
                    ui.close();
                }
            }
            if ui.selectable_label(form.other, other.as_ref()).clicked() {
                form.other = true;
                ui.close();
            }
        })
        .response
        .labelled_by(label.id);
    ui.spacing_mut().interact_size.y = low;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genauth::Language;

    #[test]
    fn every_kind_as_first_shown_is_a_fault() {
        let mut form = FaultForm::default();
        for kind in kinds() {
            form.choose(kind);
            for times in ["1", "3"] {
                times.clone_into(&mut form.times);
                let text = form.text(kind);
                assert_eq!(text.parse::<Fault>().map(|fault| fault.to_string()), Ok(text));
            }
        }
    }

    #[test]
    fn every_endpoint_has_words() {
        let words = Words::new(Language::English);
        assert!(ENDPOINTS.iter().all(|(_, key)| words.find(key).is_some()));
        assert_eq!(endpoint_words(&words, "a\u{202e}b"), "ab");
    }
}

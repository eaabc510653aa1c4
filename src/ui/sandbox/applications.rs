//! What a client of one's own is told: the address, and the applications with their secrets.

use egui::{ScrollArea, Ui, UiBuilder};

use super::copy::Copying as _;
use super::{SandboxForm, WIDEST};
use crate::app::SandboxShown;
use crate::sandbox::Application;
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::theme::{card, tokens};
use crate::ui::widgets::{heading, mono, muted, small_muted, tag};

/// Shows the applications; their secrets are none, because the service that they open is made up.
pub(super) fn applications_ui(ui: &mut Ui, words: &Words, shown: &SandboxShown, form: &mut SandboxForm) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(WIDEST.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = 8.0;
        muted(ui, &words.text("sandbox-applications-about"));
        for (number, application) in shown.applications.iter().enumerate() {
            ui.scope_builder(UiBuilder::new().id_salt(&application.app_id), |ui| {
                card(tokens(ui)).show(ui, |ui| {
                    ui.set_width(ui.available_width());
                    application_ui(ui, words, application, number == 0, form);
                });
            });
        }
        ui.add_space(16.0);
    });
}

fn application_ui(ui: &mut Ui, words: &Words, application: &Application, own: bool, form: &mut SandboxForm) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let name = plain(&application.name, 60);
    ui.horizontal_wrapped(|ui| {
        heading(ui, &name, 14.0);
        if own {
            tag(ui, &words.text("sandbox-own-application"));
        }
        if application.secret.is_some() {
            tag(ui, application.token_endpoint_auth_method.as_str());
        }
        tag(ui, application.id_token_signed_response_alg.as_str());
    });
    let mut line = |ui: &mut Ui, label: &str, value: &str, copied: bool| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            small_muted(ui, label);
            mono(ui, &plain(value, 200));
            if copied {
                let what = words.with("sandbox-of", &[("what", label.into()), ("name", name.as_str().into())]);
                form.copied.copy_button(ui, words, &what, value);
            }
        });
    };
    line(ui, &words.text("sandbox-app-id"), &application.app_id, true);
    match &application.secret {
        Some(secret) => line(ui, &words.text("sandbox-secret"), secret, true),
        None => {
            small_muted(ui, &words.text("sandbox-no-secret"));
        }
    }
    line(ui, &words.text("sandbox-redirects"), &application.redirect_uris.join("  "), false);
    line(ui, &words.text("sandbox-logouts"), &application.post_logout_redirect_uris.join("  "), false);
}

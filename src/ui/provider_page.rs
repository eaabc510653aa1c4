//! What stays at the provider after an unbind, and where a person withdraws it.

use egui::Ui;

use super::Words;
use super::widgets::{link_button, muted};
use crate::account::{ProviderPage, provider_page};

/// Says how the grant at a provider is withdrawn; returns the address of its page when that is asked for.
///
/// `title` is what the binding is called, `provider` its name on the wire.
pub fn provider_page_ui(ui: &mut Ui, words: &Words, title: &str, provider: &str) -> Option<&'static str> {
    let name = [("name", title.into())];
    match provider_page(provider) {
        Some(ProviderPage::Web(address)) => {
            muted(ui, &words.with("provider-page-web", &name));
            let shown = words.with("provider-page-open", &name);
            let spoken = words.with("provider-page-open.name", &name);
            link_button(ui, &shown, &spoken).on_hover_text(address).clicked().then_some(address)
        }
        Some(ProviderPage::App) if provider == "wechat" => {
            muted(ui, &words.with("provider-page-app.wechat", &name));
            None
        }
        Some(ProviderPage::App) => {
            muted(ui, &words.with("provider-page-app", &name));
            None
        }
        None => {
            muted(ui, &words.with("provider-page-unknown", &name));
            None
        }
    }
}

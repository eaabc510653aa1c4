//! The dialog in which one chooses what to bind.

use egui::{Align, Id, Key, Layout, ScrollArea, Ui, Vec2};

use super::BindForm;
use crate::app::{Action, BindAction, Home, Offered};
use crate::genauth::{EnabledConnection, ExtIdpKind};
use crate::ui::Words;
use crate::ui::explain::{Purpose, explain};
use crate::ui::names::{connection_name, connection_titles};
use crate::ui::text::plain;
use crate::ui::widgets::{
    ButtonKind, Mood, banner, button, explanation as explanation_rest, hinted_field, link_button, modal, modal_buttons,
    muted, semibold, tag, tile,
};

/// Shows the dialog, where it is open; Escape and a click beside it close it.
pub(in crate::ui) fn choice_ui(ui: &Ui, words: &Words, home: &Home, host: &str, form: &mut BindForm) -> Vec<Action> {
    let mut actions = Vec::new();
    if !home.binds.choosing {
        // What had the keyboard in the dialog gives it up at the end of this frame.
        *form = BindForm { gives_keyboard_back: form.was_open || form.gives_keyboard_back, ..BindForm::default() };
        return actions;
    }
    let first_frame = !std::mem::replace(&mut form.was_open, true);
    let response = modal(ui, Id::unique("bind dialog"), &words.text("bind-choose"), 540.0, |ui| {
        let height = (ui.ctx().content_rect().height() - 250.0).max(80.0);
        let offered = obstacle(ui, words, home, host, &mut actions);
        if let Some(offered) = &offered {
            muted(ui, &words.text("bind-choose.more"));
            ui.add_space(4.0);
            let search = hinted_field(ui, &words.text("bind-search"), &mut form.search, "bind search");
            if first_frame {
                search.request_focus();
            }
            ui.add_space(4.0);
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 10.0;
                actions.extend(list(ui, words, home, offered, &form.search));
            });
        }
        ui.add_space(12.0);
        modal_buttons(ui, |ui| {
            let close = words.text("cancel");
            let close = button(ui, ButtonKind::Plain, &close, &close);
            if first_frame && offered.is_none() {
                close.request_focus();
            }
            if close.clicked() {
                actions.push(Action::Bind(BindAction::CloseChoice));
            }
        });
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Bind(BindAction::CloseChoice));
        // The Escape that closed the dialog must not reach what lies below.
        ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
    }
    actions
}

/// What can be bound; `None` after saying why nothing can.
fn obstacle(ui: &mut Ui, words: &Words, home: &Home, host: &str, actions: &mut Vec<Action>) -> Option<Vec<Offered>> {
    let connections = &home.connections;
    if home.standing.over {
        banner(ui, Mood::Warning, &words.text("session-over"), &[&words.text("bind-sign-in-first")], |_| {});
        return None;
    }
    if connections.offline {
        banner(ui, Mood::Warning, &words.text("bind-offline"), &[&words.text("bind-offline.next")], |_| {});
        return None;
    }
    if home.binds.no_id_token {
        banner(ui, Mood::Warning, &words.text("bind-no-id-token"), &[&words.text("bind-no-id-token.next")], |_| {});
        return None;
    }
    match connections.offered() {
        Some(offered) if !offered.is_empty() => Some(offered),
        Some(_) => {
            let none_at_all = connections.enabled.get().is_none_or(Vec::is_empty);
            let key = if none_at_all { "bind-nothing-offered" } else { "bind-nothing-left" };
            semibold(ui, &words.find(key).unwrap_or_default(), 14.0);
            muted(ui, &words.find(&format!("{key}.more")).unwrap_or_default());
            None
        }
        None if connections.is_reading() => {
            muted(ui, &words.text("bind-loading"));
            None
        }
        None => {
            let error = connections.enabled.failure.as_ref().or(connections.identities.failure.as_ref());
            let explanation = error.map(|error| explain(words, error, host, Purpose::Read)).unwrap_or_default();
            banner(ui, Mood::Bad, &words.text("bind-unreadable"), &[&explanation.what], |ui| {
                explanation_rest(ui, &explanation);
                let again = words.text("try-again");
                if button(ui, ButtonKind::Plain, &again, &again).clicked() {
                    actions.push(Action::Refresh);
                }
            });
            None
        }
    }
}

fn list(ui: &mut Ui, words: &Words, home: &Home, offered: &[Offered], search: &str) -> Vec<Action> {
    let mut actions = Vec::new();
    let first: Vec<&EnabledConnection> = offered.iter().filter_map(|offered| offered.connections.first()).collect();
    let mut any = false;
    for (offered, title) in offered.iter().zip(connection_titles(words, &first)) {
        let beside = home.binds.only.as_ref().is_some_and(|only| *only != offered.ext_idp_id);
        if beside || !matches(offered, &title, search) {
            continue;
        }
        any = true;
        let under_way = home.binds.running(&offered.ext_idp_id).is_some();
        ui.push_id(&offered.ext_idp_id, |ui| {
            row(ui, words, offered, &title, under_way, &mut actions);
        });
    }
    if !any {
        muted(ui, &words.text("bind-no-match"));
    }
    if home.binds.only.is_some() {
        let all = words.text("bind-show-all");
        if link_button(ui, &all, &all).clicked() {
            actions.push(Action::Bind(BindAction::Choose));
        }
    }
    actions
}

/// Whether what is searched for stands in the title, a name, the provider or an identifier; case does not count.
fn matches(offered: &Offered, title: &str, search: &str) -> bool {
    let search = search.trim().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&search);
    search.is_empty()
        || has(title)
        || offered.connections.iter().any(|connection| {
            let english = connection.name_en.as_deref().unwrap_or_default();
            [&connection.name, english, &connection.provider, &connection.identifier].into_iter().any(has)
        })
}

/// One identity provider, with a button for each of its connections.
fn row(ui: &mut Ui, words: &Words, offered: &Offered, title: &str, under_way: bool, actions: &mut Vec<Action>) {
    let Some(first) = offered.connections.first() else { return };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        tile(ui, &first.provider, title, 34.0, false);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.horizontal_wrapped(|ui| {
                semibold(ui, title, 14.0);
                match &first.kind {
                    ExtIdpKind::Social => tag(ui, &words.text("kind-social")),
                    ExtIdpKind::Enterprise => tag(ui, &words.text("kind-enterprise")),
                    ExtIdpKind::Other(_) => {}
                }
                if under_way {
                    tag(ui, &words.text("bind-under-way"));
                }
            });
            let several = offered.connections.len() > 1;
            for connection in &offered.connections {
                let name = if several {
                    let through = connection_name(words, connection);
                    words.with("bind-through", &[("name", title.into()), ("connection", through.into())])
                } else {
                    words.with("bind-button.name", &[("name", title.into())])
                };
                connection_row(ui, words, connection, (title, &name), under_way, actions);
            }
        });
    });
}

fn connection_row(
    ui: &mut Ui,
    words: &Words,
    connection: &EnabledConnection,
    (title, button_name): (&str, &str),
    under_way: bool,
    actions: &mut Vec<Action>,
) {
    let size = Vec2::new(ui.available_width(), crate::ui::theme::CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(8.0);
        if !under_way && button(ui, ButtonKind::Plain, &words.text("bind-button"), button_name).clicked() {
            let (identifier, title) = (connection.identifier.clone(), title.to_owned());
            actions.push(Action::Bind(BindAction::Begin { identifier, title }));
        }
        ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
            let identifier = plain(&connection.identifier, 40);
            let name = connection_name(words, connection);
            let said = if name == identifier { name } else { format!("{name} · {identifier}") };
            muted(ui, &said);
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_looks_at_names_provider_and_identifier() {
        let connection = EnabledConnection {
            identifier: "feishu-internal".to_owned(),
            ext_idp_id: "l".to_owned(),
            provider: "lark".to_owned(),
            kind: ExtIdpKind::Enterprise,
            name: "飞书内部".to_owned(),
            name_en: Some("Staff".to_owned()),
            description: None,
            description_en: None,
            logo: None,
        };
        let offered = Offered { ext_idp_id: "l".to_owned(), connections: vec![connection] };
        for search in ["", "  ", "INTERNAL", "lark", "飞书", "staff", "Feishu / L"] {
            assert!(matches(&offered, "Feishu / Lark", search), "{search}");
        }
        assert!(!matches(&offered, "Feishu / Lark", "google"));
    }
}

//! The list of account spaces and accounts, to switch in.

use egui::{Id, ScrollArea, Ui, Vec2};

use super::super::Words;
use super::super::text::{plain, shortened};
use super::super::widgets::{
    ButtonKind, Mood, button, link_button, modal, modal_buttons, muted, semibold, small_muted, tag,
};
use super::file::{file_ui, notice_ui};
use super::mistakes::mistake_words;
use super::{SpacesForm, space_title};
use crate::app::{AccountShown, AccountStanding, Action, FileShown, SpaceShown, SpacesAction, SpacesShown};
use crate::session::{SpaceEntry, SpaceId, SpaceName};

/// One space in the list.
struct Row<'a> {
    id: &'a SpaceId,
    title: String,
    host: &'a str,
    app_id: &'a str,
    tags: Vec<String>,
    /// The words and the name of the button that leads to its editor.
    edit: Option<(&'static str, &'static str)>,
}

/// Shows the list; Escape and a click beside it close it.
pub fn switcher_ui(
    ui: &Ui,
    words: &Words,
    spaces: &SpacesShown,
    shown: Option<&SpaceShown>,
    form: &mut SpacesForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let first_frame = !std::mem::replace(&mut form.switcher_was_open, true);
    let title = words.text("spaces-title");
    let response = modal(ui, Id::unique("account spaces"), &title, 560.0, |ui| {
        let height = (ui.ctx().content_rect().height() - 230.0).max(80.0);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            ui.set_width(ui.available_width() - 12.0);
            if let Some(notice) = &spaces.notice {
                notice_ui(ui, words, notice);
            }
            file_ui(ui, words, spaces, &mut actions);
            list(ui, words, spaces, shown, &mut actions);
        });
        if let FileShown::Read(file) = &spaces.file {
            let path = plain(&file.path().display().to_string(), 300);
            ui.add_space(4.0);
            small_muted(ui, &words.with("spaces-file", &[("path", path.into())]));
        }
        ui.add_space(8.0);
        modal_buttons(ui, |ui| {
            let close = words.text("spaces-close");
            let close = button(ui, ButtonKind::Plain, &close, &close);
            if first_frame {
                close.request_focus();
            }
            if close.clicked() {
                actions.push(Action::Spaces(SpacesAction::Close));
            }
            let add = words.text("spaces-add");
            if button(ui, ButtonKind::Primary, &add, &add).clicked() {
                actions.push(Action::Spaces(SpacesAction::Add));
            }
        });
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::Spaces(SpacesAction::Close));
    }
    actions
}

fn list(ui: &mut Ui, words: &Words, spaces: &SpacesShown, shown: Option<&SpaceShown>, actions: &mut Vec<Action>) {
    let sandbox = SpaceId::sandbox();
    let host = shown.filter(|space| space.is_sandbox()).map_or("", |space| space.host.as_str());
    let title = words.text("space-sandbox").into_owned();
    let row = Row { id: &sandbox, title, host, app_id: "", tags: Vec::new(), edit: None };
    row_ui(ui, words, &row, spaces, actions);
    if let Some(space) = &spaces.unsaved {
        let row = Row {
            id: &space.id,
            title: space_title(words, &space.name, space.app_host.authority()),
            host: space.app_host.authority(),
            app_id: &space.app_id,
            tags: vec![words.text("spaces-unsaved").into_owned()],
            edit: Some(("spaces-keep", "spaces-keep.name")),
        };
        row_ui(ui, words, &row, spaces, actions);
    }
    let FileShown::Read(file) = &spaces.file else { return };
    let Ok(listing) = file.listing() else { return };
    for entry in &listing.entries {
        let at_start = entry.id.is_some() && listing.open_at_start == entry.id;
        match (&entry.space, &entry.id) {
            (Ok(space), _) => {
                let row = Row {
                    id: &space.id,
                    title: space_title(words, &space.name, space.app_host.authority()),
                    host: space.app_host.authority(),
                    app_id: &space.app_id,
                    tags: at_start.then(|| words.text("spaces-at-start").into_owned()).into_iter().collect(),
                    edit: Some(("spaces-edit", "spaces-edit.name")),
                };
                row_ui(ui, words, &row, spaces, actions);
            }
            (Err(_), _) => unusable_ui(ui, words, entry, actions),
        }
    }
}

fn row_ui(ui: &mut Ui, words: &Words, row: &Row<'_>, spaces: &SpacesShown, actions: &mut Vec<Action>) {
    let here: Vec<&AccountShown> = spaces.accounts.iter().filter(|account| account.space == *row.id).collect();
    let is_shown = here.iter().any(|account| account.is_shown);
    let signed_in = here.iter().any(|account| account.standing != AccountStanding::SignedOut);
    let named = |key: &'static str| words.with(key, &[("name", row.title.as_str().into())]);
    ui.push_id(row.id.as_str(), |ui| {
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(8.0, 4.0);
            semibold(ui, &row.title, 14.0);
            for text in &row.tags {
                tag(ui, text);
            }
            if !signed_in && is_shown {
                tag(ui, &words.text("spaces-on-the-screen"));
            }
        });
        let mut about = Vec::new();
        if row.title != row.host && !row.host.is_empty() {
            about.push(row.host.to_owned());
        }
        if !row.app_id.is_empty() {
            about.push(words.with("rail-app", &[("id", shortened(row.app_id, 9).into())]));
        }
        if !about.is_empty() {
            small_muted(ui, &about.join(" · "));
        }
        for account in here.iter().filter(|account| account.standing != AccountStanding::SignedOut) {
            account_ui(ui, words, account, &row.title, actions);
        }
        ui.horizontal_wrapped(|ui| {
            if signed_in {
                let name = named("spaces-another.name");
                if link_button(ui, &words.text("spaces-another"), &name).clicked() {
                    actions.push(Action::Spaces(SpacesAction::SignInAsAnother(row.id.clone())));
                }
            } else if is_shown {
                // There is nowhere to go.
            } else if link_button(ui, &words.text("spaces-open"), &named("spaces-open.name")).clicked() {
                actions.push(Action::Spaces(SpacesAction::Open(row.id.clone())));
            }
            if let Some((shown, name)) = row.edit
                && link_button(ui, &words.find(shown).unwrap_or_default(), &named(name)).clicked()
            {
                actions.push(Action::Spaces(SpacesAction::Edit(row.id.clone())));
            }
        });
        ui.separator();
    });
}

fn account_ui(ui: &mut Ui, words: &Words, account: &AccountShown, space: &str, actions: &mut Vec<Action>) {
    let unnamed = || words.text("spaces-account-unnamed").into_owned();
    let name = account.name.as_deref().map_or_else(unnamed, |name| plain(name, 40));
    let standing = match account.standing {
        AccountStanding::SignedOut | AccountStanding::SignedIn => words.text("spaces-account-signed-in"),
        AccountStanding::Over => words.text("spaces-account-over"),
        AccountStanding::Busy => words.text("spaces-account-busy"),
        AccountStanding::NeedsALook => words.text("spaces-account-look"),
    };
    ui.push_id(account.number, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(8.0, 4.0);
            if account.is_shown {
                semibold(ui, &name, 13.0);
            } else {
                let whole =
                    words.with("spaces-show-account", &[("account", name.as_str().into()), ("name", space.into())]);
                if link_button(ui, &name, &whole).clicked() {
                    actions.push(Action::Spaces(SpacesAction::ShowAccount { number: account.number }));
                }
            }
            if let Some(email) = account.email.as_deref().filter(|email| *email != name) {
                small_muted(ui, &plain(email, 60));
            }
            tag(ui, &standing);
            if account.is_shown {
                tag(ui, &words.text("spaces-on-the-screen"));
            }
        });
    });
}

/// A space of the file that cannot be used, with every field at fault and its line.
fn unusable_ui(ui: &mut Ui, words: &Words, entry: &SpaceEntry, actions: &mut Vec<Action>) {
    let title = match entry.draft.name.trim() {
        "" => plain(&entry.key, 60),
        name => space_title(words, &SpaceName::Named(name.to_owned()), ""),
    };
    ui.push_id(("unusable", entry.line), |ui| {
        ui.add_space(6.0);
        semibold(ui, &title, 14.0);
        Mood::Bad.headline(ui, &words.text("spaces-unusable"));
        for mistake in entry.space.as_ref().err().into_iter().flatten() {
            let line = mistake.line.unwrap_or(entry.line).to_string();
            let line = words.with("spaces-line", &[("line", line.into())]);
            muted(ui, &format!("{line} · {} · {}", mistake.field.key(), mistake_words(words, &mistake.reason)));
        }
        if let Some(id) = &entry.id {
            let name = words.with("spaces-edit.name", &[("name", title.as_str().into())]);
            if link_button(ui, &words.text("spaces-edit"), &name).clicked() {
                actions.push(Action::Spaces(SpacesAction::Edit(id.clone())));
            }
        }
        ui.separator();
    });
}

//! Several unbinds at once: choosing, how far they have come, and what they came to.

use std::collections::HashMap;

use egui::accesskit::{Live, Role};
use egui::{Align, Id, Key, Layout, Modifiers, PointerButton, ProgressBar, Response, ScrollArea, Ui};

use super::Words;
use super::explain::{Purpose, explain};
use super::theme::{CONTROL_HEIGHT, card, semibold, tokens};
use super::widgets::{ButtonKind, Mood, button, muted, named_checkbox, part, soft_frame};
use crate::account::BindingKey;
use crate::app::{Action, Batch, BatchItem, BatchStop, ChosenUnbind, Connections, Home, ItemState, SeveralAction};

/// How many names one line of the summary has before it only counts them.
const MOST_NAMES: usize = 12;

/// What choosing several remembers from frame to frame.
#[derive(Debug, Default)]
pub struct SeveralForm {
    /// Whether the dialog was open in the last frame.
    pub dialog_was_open: bool,
    /// What is typed in the dialog to pass a hard stop.
    pub typed: String,
    /// The control of these that had the keyboard: the next that takes its place gets it.
    pub keyboard: Option<Id>,
    /// The button that begins the choosing, where it has the keyboard in this frame.
    pub begins: Option<Id>,
    /// What is chosen, as the boxes show it.
    pub chosen: Vec<BindingKey>,
}

/// Shows what there is of several unbinds above the cards: nothing, the bar that chooses, how far they have come, or what
/// they came to.
///
/// `host` is the service, as the person knows it; `settled` says that no dialog is above or was in the last frame.
pub fn several_ui(
    ui: &mut Ui,
    words: &Words,
    home: &Home,
    (titles, host): (&HashMap<BindingKey, String>, &str),
    (width, settled): (f32, bool),
    form: &mut SeveralForm,
) -> Vec<Action> {
    let mut actions = Vec::new();
    let several = &home.connections.several;
    form.chosen.clear();
    form.chosen.extend(several.choice.iter().flatten().cloned());
    let focused = ui.memory(|memory| memory.focused());
    let wanted = form.keyboard.is_some() && settled && focused.is_none();
    let mut screen = Screen { words, home, titles, host, wanted, here: None, actions: &mut actions };
    part(ui, Id::unique("several"), |ui| {
        ui.set_max_width(width);
        if let Some(batch) = &several.batch {
            if batch.is_running() {
                screen.progress(ui, batch);
            } else {
                // However many names there are, the cards below stay within reach.
                let room = ui.ctx().content_rect().height() * 0.4;
                ScrollArea::vertical().max_height(room).show(ui, |ui| screen.summary(ui, batch));
            }
            ui.add_space(8.0);
        }
        if several.choice.is_some() {
            screen.choosing(ui);
            ui.add_space(8.0);
        }
    });
    let here = screen.here.or(form.begins.take());
    if settled && several.choice.is_some() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        actions.push(Action::Several(SeveralAction::Leave));
    }
    match (here, focused) {
        (Some(id), _) => form.keyboard = Some(id),
        // The control that had it is gone; it gives the keyboard up at the end of this frame.
        (None, Some(id)) if form.keyboard == Some(id) => ui.ctx().request_repaint(),
        (None, Some(_)) if settled => form.keyboard = None,
        (None, _) => {}
    }
    actions
}

/// The button that begins the choosing, and ends it.
pub(super) fn choose_several_button(
    ui: &mut Ui,
    words: &Words,
    home: &Home,
    settled: bool,
    form: &mut SeveralForm,
    actions: &mut Vec<Action>,
) {
    let several = &home.connections.several;
    let choosing = several.choice.is_some();
    if several.is_running() || home.standing.over || home.signing_out {
        return;
    }
    // There is nothing to choose among where there is one.
    if !choosing && home.connections.choosable().len() < 2 {
        return;
    }
    let (key, name, action) = if choosing {
        ("several-done", "several-done.name", SeveralAction::Leave)
    } else {
        ("several-begin", "several-begin.name", SeveralAction::Begin)
    };
    let shown = words.find(key).unwrap_or_default();
    let response = button(ui, ButtonKind::Plain, &shown, &words.with_key(name, &[]));
    // It takes the keyboard back when Escape took it away, and takes it over where nothing else of these is left to have it.
    let alone = !choosing && several.batch.is_none();
    let homeless = settled && ui.memory(|memory| memory.focused().is_none());
    if homeless && form.keyboard.is_some_and(|had| alone || had == response.id) {
        response.request_focus();
    }
    if response.clicked() {
        actions.push(Action::Several(action));
        keep_keyboard(&response);
    }
    form.begins = response.has_focus().then_some(response.id);
}

/// Has a control keep the keyboard that was pressed otherwise than by the pointer, as by assistive technology.
fn keep_keyboard(response: &Response) {
    if !response.clicked_by(PointerButton::Primary) {
        response.request_focus();
    }
}

/// The box that chooses one card.
pub(super) fn choice_box_ui(
    ui: &mut Ui,
    words: &Words,
    title: &str,
    key: &BindingKey,
    form: &SeveralForm,
    actions: &mut Vec<Action>,
) -> Response {
    let mut chosen = form.chosen.contains(key);
    let name = words.with("several-choose.name", &[("name", title.into())]);
    let response = named_checkbox(ui, &mut chosen, &words.text("several-choose"), &name);
    if response.changed() {
        actions.push(Action::Several(SeveralAction::Choose { key: key.clone(), chosen }));
    }
    response
}

struct Screen<'a> {
    words: &'a Words,
    home: &'a Home,
    titles: &'a HashMap<BindingKey, String>,
    /// The service, as the person knows it.
    host: &'a str,
    /// Whether the first control takes the keyboard.
    wanted: bool,
    /// The one of them that has it.
    here: Option<Id>,
    actions: &'a mut Vec<Action>,
}

impl Screen<'_> {
    fn press(&mut self, ui: &mut Ui, kind: ButtonKind, key: &str, count: usize, action: Action) {
        let shown = self.words.with_key(key, &[("count", count.into())]);
        let name = self.words.with_key(&format!("{key}.name"), &[("count", count.into())]);
        let response = button(ui, kind, &shown, &name);
        if std::mem::take(&mut self.wanted) {
            response.request_focus();
        }
        if response.clicked() {
            self.actions.push(action);
            keep_keyboard(&response);
        }
        if response.has_focus() {
            self.here = Some(response.id);
        }
    }

    /// The bar that chooses: how many are chosen, all, none, and what to do with them.
    fn choosing(&mut self, ui: &mut Ui) {
        let connections = &self.home.connections;
        let (chosen, all) = (connections.chosen(), connections.choosable().len());
        card(tokens(ui)).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                ui.set_min_height(CONTROL_HEIGHT);
                let count = self.words.with("several-chosen", &[("count", chosen.len().into()), ("all", all.into())]);
                let text = egui::RichText::new(count).family(semibold()).size(13.0);
                let count = ui.label(text);
                ui.ctx().accesskit_node_builder(count.id, |node| node.set_live(Live::Polite));
                let title = |key: &BindingKey| self.titles.get(key).cloned().unwrap_or_default();
                let items = chosen.iter().map(|key| ChosenUnbind { key: key.clone(), title: title(key) }).collect();
                let usable = !chosen.is_empty() && !self.home.standing.over;
                ui.add_enabled_ui(usable, |ui| {
                    let ask = Action::Several(SeveralAction::Ask(items));
                    self.press(ui, ButtonKind::Danger, "several-unbind", chosen.len(), ask);
                });
                self.press(ui, ButtonKind::Plain, "several-all", all, Action::Several(SeveralAction::ChooseAll));
                self.press(ui, ButtonKind::Plain, "several-none", 0, Action::Several(SeveralAction::ChooseNone));
            });
        });
    }

    /// How far they have come, and the way to stop.
    fn progress(&mut self, ui: &mut Ui, batch: &Batch) {
        let (words, all) = (self.words, batch.items.len());
        soft_frame(ui, Mood::Running, |ui| {
            let under_way = batch.under_way();
            let name = under_way.map(|(_, item)| item.title.as_str()).unwrap_or_default();
            let key = match (&batch.stop, under_way) {
                (Some(_), Some(_)) => "several-stopping",
                (None, Some(_)) => "several-progress",
                (_, None) if batch.asks => "several-asks",
                (_, None) => "several-between",
            };
            let place = under_way.map_or(batch.over(), |(place, _)| place);
            let values = [("place", place.into()), ("all", all.into()), ("name", name.into())];
            let said = words.with_key(key, &values);
            ui.horizontal(|ui| {
                ui.set_min_height(CONTROL_HEIGHT);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if batch.stop.is_none() {
                        self.press(ui, ButtonKind::Plain, "several-stop", all, Action::Several(SeveralAction::Stop));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                        Mood::Running.headline(ui, &said);
                    });
                });
            });
            #[expect(clippy::cast_precision_loss, reason = "a bar is not that precise")]
            let share = batch.over() as f32 / all.max(1) as f32;
            let bar = ProgressBar::new(share).desired_height(6.0).fill(Mood::Running.colour(tokens(ui)));
            let bar = ui.add(bar);
            let name = words.with("several-bar", &[("over", batch.over().into()), ("all", all.into())]);
            ui.ctx().accesskit_node_builder(bar.id, |node| {
                node.set_role(Role::ProgressIndicator);
                node.set_label(name);
            });
        });
    }

    /// What they came to, until it is dismissed.
    fn summary(&mut self, ui: &mut Ui, batch: &Batch) {
        let words = self.words;
        let open = batch.items.iter().any(BatchItem::is_open);
        let mood = if batch.is_all_done() {
            Mood::Good
        } else if batch.items.iter().any(BatchItem::is_refused) {
            Mood::Bad
        } else {
            Mood::Warning
        };
        soft_frame(ui, mood, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            let done = batch.items.iter().filter(|item| item.is_done()).count();
            let values = [("done", done.into()), ("all", batch.items.len().into())];
            mood.headline(ui, &words.with("several-summary", &values));
            if let Some(stop) = batch.stop.as_ref().filter(|_| batch.items.iter().any(BatchItem::is_not_tried)) {
                muted(ui, &self.why(stop));
            }
            let not_there = |item: &BatchItem| item.state == ItemState::NotThere;
            self.names(ui, batch, "several-names-done", BatchItem::is_done);
            self.names(ui, batch, "several-names-refused", BatchItem::is_refused);
            self.names(ui, batch, "several-names-open", BatchItem::is_open);
            self.names(ui, batch, "several-names-not-tried", BatchItem::is_not_tried);
            self.names(ui, batch, "several-names-not-there", not_there);
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                let connections: &Connections = &self.home.connections;
                // It stays usable while reading, so that it keeps the keyboard; a second press does nothing then.
                if open && !self.home.standing.over {
                    self.press(ui, ButtonKind::Plain, "several-check-again", 0, Action::Refresh);
                }
                let rest = connections.rest_of_several();
                if !rest.is_empty() && connections.several.choice.is_none() && !self.home.standing.over {
                    let again = Action::Several(SeveralAction::ChooseRest);
                    self.press(ui, ButtonKind::Plain, "several-choose-rest", rest.len(), again);
                }
                self.press(ui, ButtonKind::Plain, "several-dismiss", 0, Action::Several(SeveralAction::Dismiss));
            });
        });
    }

    /// Why not all were tried.
    fn why(&self, stop: &BatchStop) -> String {
        let words = self.words;
        match stop {
            BatchStop::Wanted => words.text("several-stopped-wanted").into_owned(),
            BatchStop::Session => words.text("several-stopped-session").into_owned(),
            BatchStop::Network(error) => {
                let what = explain(words, error, self.host, Purpose::Unbind).what;
                words.with("several-stopped-network", &[("what", what.into())])
            }
            BatchStop::ListUnreadable => words.text("several-stopped-unreadable").into_owned(),
        }
    }

    fn names(&self, ui: &mut Ui, batch: &Batch, key: &str, of: impl Fn(&BatchItem) -> bool) {
        let items: Vec<_> = batch.items.iter().filter(|item| of(item)).collect();
        if items.is_empty() {
            return;
        }
        let separator = self.words.text("list-separator");
        let names: Vec<_> = items.iter().take(MOST_NAMES).map(|item| item.title.as_str()).collect();
        let mut names = names.join(&separator);
        if items.len() > MOST_NAMES {
            let more = self.words.with("identities-more", &[("count", (items.len() - MOST_NAMES).into())]);
            names = format!("{names}{separator}{more}");
        }
        let values = [("count", items.len().into()), ("names", names.into())];
        muted(ui, &self.words.with_key(key, &values));
    }
}

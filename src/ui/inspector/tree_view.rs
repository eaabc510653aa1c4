//! A JSON text as a tree: it folds, can be searched, and gives the path and the value of what is chosen.

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{EventFilter, FontId, Frame, Id, Key, Rect, Response, ScrollArea, Sense, Stroke, Ui, WidgetInfo};

use super::kept::Kept;
use crate::inspector::tree::{Folds, Kind, Place, Tree};
use crate::ui::Words;
use crate::ui::text::plain;
use crate::ui::theme::{CONTROL_CORNER, tokens};
use crate::ui::widgets::{cell, hinted_field, link_button, row_by_keys, small_muted};

/// The height of a row, in points.
const ROW: f32 = 20.0;
/// How far each level stands in, in points.
const INDENT: f32 = 14.0;
/// How long a value may be on the screen, in characters; a copy has all of it.
const LONGEST: usize = 300;

/// What a tree remembers from frame to frame.
#[derive(Debug, Default)]
pub(super) struct TreeForm {
    folds: Folds,
    /// Grows with every folding, so that the rows are worked out anew.
    folded: u64,
    /// By the tree and by what is folded.
    shown: Kept<(u64, u64), Vec<usize>>,
    search: String,
    /// By the tree and by what is searched.
    found: Kept<(u64, String), Vec<usize>>,
    chosen: Option<usize>,
    /// Where the keyboard goes once it is drawn.
    go_to: Option<usize>,
    /// What is to be in sight, with the keyboard where it is.
    in_sight: Option<usize>,
    copied: Option<String>,
}

impl TreeForm {
    /// What was copied last is no longer what would be copied now.
    pub(super) fn nothing_copied(&mut self) {
        self.copied = None;
    }

    /// Another value is chosen, so that what was copied is not of it.
    fn choose(&mut self, node: usize) {
        if self.chosen.replace(node) != Some(node) {
            self.copied = None;
        }
    }

    fn fold(&mut self, change: impl FnOnce(&mut Folds)) {
        change(&mut self.folds);
        self.folded += 1;
    }
}

/// A tree with the id of the exchange that it is of.
type Known<'a> = (&'a Tree, u64);

/// Shows a tree under its tools. `name` tells the trees on one screen apart.
pub(super) fn tree_ui(ui: &mut Ui, words: &Words, tree: Known<'_>, name: &str, form: &mut TreeForm) {
    tools_ui(ui, words, tree, name, form);
    let colours = tokens(ui);
    Frame::new().fill(colours.code).corner_radius(CONTROL_CORNER).inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        rows_ui(ui, words, tree, name, form);
    });
}

fn tools_ui(ui: &mut Ui, words: &Words, (tree, of): Known<'_>, name: &str, form: &mut TreeForm) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let entered = ui
            .allocate_ui(egui::vec2(200.0, 34.0), |ui| {
                let field = hinted_field(ui, &words.text("inspector-search"), &mut form.search, name);
                let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                if entered {
                    // Enter goes from one to the next, so it has to stay where it is pressed.
                    field.request_focus();
                }
                entered
            })
            .inner;
        let found = form.found.get((of, form.search.clone()), || tree.search(&form.search));
        if !form.search.is_empty() {
            let at = form.chosen.and_then(|chosen| found.iter().position(|node| *node == chosen));
            let said = match at {
                Some(at) => words.with("inspector-found-at", &[("at", (at + 1).into()), ("count", found.len().into())]),
                None => words.with("inspector-found", &[("count", found.len().into())]),
            };
            small_muted(ui, &said);
            let next = words.text("inspector-next-found");
            let pressed = !found.is_empty() && link_button(ui, &next, &next).clicked();
            if pressed || entered {
                let count = found.len().max(1);
                let back = entered && ui.input(|input| input.modifiers.shift);
                let next = match at {
                    Some(at) if back => (at + count - 1) % count,
                    Some(at) => (at + 1) % count,
                    None if back => count - 1,
                    None => 0,
                };
                if let Some(next) = found.get(next).copied() {
                    form.fold(|folds| folds.reveal(tree, next));
                    form.choose(next);
                    form.in_sight = Some(next);
                    ui.ctx().request_repaint();
                }
            }
        }
        let (fold, open) = (words.text("inspector-fold-all"), words.text("inspector-open-all"));
        if link_button(ui, &fold, &fold).clicked() {
            form.fold(|folds| folds.fold_all(tree));
        }
        if link_button(ui, &open, &open).clicked() {
            form.fold(Folds::open_all);
        }
        if let Some(chosen) = form.chosen {
            let (path, value) = (words.text("inspector-path-of-it"), words.text("inspector-value-of-it"));
            copy_link(ui, words, &words.text("inspector-copy-path"), &path, || tree.path(chosen), &mut form.copied);
            copy_link(ui, words, &words.text("inspector-copy-value"), &value, || tree.value(chosen), &mut form.copied);
        }
    });
}

/// A link that copies what is worked out only when it is pressed: a value can be long.
fn copy_link(
    ui: &mut Ui,
    words: &Words,
    shown: &str,
    what: &str,
    text: impl FnOnce() -> String,
    copied: &mut Option<String>,
) {
    let done = copied.as_deref() == Some(what);
    let values = [("what", what.into())];
    let name = if done { words.with("copied.name", &values) } else { words.with("sandbox-copy.name", &values) };
    let copied_words = words.text("copied");
    if link_button(ui, if done { &copied_words } else { shown }, &name).clicked() {
        ui.ctx().copy_text(text());
        *copied = Some(what.to_owned());
        ui.ctx().request_repaint();
    }
}

fn rows_ui(ui: &mut Ui, words: &Words, (tree, of): Known<'_>, name: &str, form: &mut TreeForm) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let shown = form.shown.get((of, form.folded), || tree.shown(&form.folds)).clone();
    let found = match form.search.as_str() {
        "" => Vec::new(),
        search => form.found.get((of, search.to_owned()), || tree.search(search)).clone(),
    };
    // Some of it shows however low the window is, and nothing of it lies under the status bar.
    let height = (ui.available_height() - 10.0).max(ROW);
    let area = ScrollArea::vertical().auto_shrink([false, true]).max_height(height).min_scrolled_height(height);
    let area = area.id_salt(("tree", name));
    area.show_viewport(ui, |ui, viewport| {
        ui.set_height(ROW * shown.len() as f32);
        let whole = ui.max_rect();
        let first = ((viewport.min.y / ROW).floor().max(1.0) as usize).saturating_sub(1);
        let last = ((viewport.max.y / ROW).ceil().max(0.0) as usize + 1).min(shown.len());
        let rect = |index: usize| {
            let top = whole.top() + ROW * index as f32;
            Rect::from_x_y_ranges(whole.x_range(), top..=top + ROW)
        };
        let mut focused = None;
        for index in first..last {
            let Some(node) = shown.get(index).copied() else { continue };
            let is_found = found.binary_search(&node).is_ok();
            let response = row_ui(ui, words, tree, node, (rect(index), name, is_found), form);
            if form.go_to == Some(node) {
                form.go_to = None;
                response.request_focus();
            }
            if response.has_focus() {
                focused = Some((index, node));
                form.choose(node);
            }
            if response.clicked() {
                if tree.nodes().get(node).is_some_and(|node| node.kind.is_container()) {
                    form.fold(|folds| folds.toggle(node));
                }
                form.choose(node);
                ui.ctx().request_repaint();
            }
        }
        if let Some((index, node)) = focused {
            by_keys(ui, tree, node, form);
            if let Some(to) = row_by_keys(ui, index, shown.len(), viewport.height() / ROW) {
                form.go_to = shown.get(to).copied();
            }
        }
        let in_sight = form.in_sight.take().or(form.go_to);
        if let Some(row) = in_sight.and_then(|node| shown.binary_search(&node).ok()) {
            ui.scroll_to_rect(rect(row), None);
            ui.ctx().request_repaint();
        }
    });
}

/// Left folds what stands open or goes to what is around it, right opens what is folded.
fn by_keys(ui: &Ui, tree: &Tree, node: usize, form: &mut TreeForm) {
    let (left, right) = ui.input(|input| (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight)));
    let Some(found) = tree.nodes().get(node) else { return };
    let folded = form.folds.is_folded(node);
    if (left && found.kind.is_container() && !folded) || (right && folded) {
        form.fold(|folds| folds.toggle(node));
        ui.ctx().request_repaint();
    } else if left && let Some(parent) = found.parent {
        form.go_to = Some(parent);
    }
}

/// What stands in front of a value and the value, both short enough for a line.
fn row_words(words: &Words, tree: &Tree, node: usize, folded: bool) -> (String, String) {
    let Some(found) = tree.nodes().get(node) else { return <(String, String)>::default() };
    let place = match &found.place {
        Place::Root => String::new(),
        Place::Name(name) => format!("{}: ", plain(name, 80)),
        Place::Index(index) => format!("{index}: "),
    };
    let value = match &found.kind {
        Kind::Null => "null".to_owned(),
        Kind::Bool(value) => value.to_string(),
        Kind::Number(number) => plain(&number.to_string(), LONGEST),
        Kind::String(text) => format!("\"{}\"", plain(text, LONGEST)),
        Kind::Array(count) if folded => words.with("inspector-elements", &[("count", (*count).into())]),
        Kind::Object(count) if folded => words.with("inspector-fields", &[("count", (*count).into())]),
        Kind::Array(count) => format!("[{count}]"),
        Kind::Object(count) => format!("{{{count}}}"),
    };
    (place, value)
}

fn row_ui(
    ui: &Ui,
    words: &Words,
    tree: &Tree,
    node: usize,
    (rect, name, is_found): (Rect, &str, bool),
    form: &TreeForm,
) -> Response {
    let id = Id::unique(("json value", name, node));
    let response = ui.interact(rect, id, Sense::click());
    let colours = tokens(ui);
    let folded = form.folds.is_folded(node);
    let (place, value) = row_words(words, tree, node, folded);
    let found = tree.nodes().get(node);
    let is_container = found.is_some_and(|found| found.kind.is_container());
    response.widget_info(|| WidgetInfo::labeled(Role::TreeItem, ui.is_enabled(), format!("{place}{value}")));
    ui.ctx().accesskit_node_builder(id, |node| {
        if is_container {
            node.set_expanded(!folded);
        }
    });
    let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let ground = match () {
        () if form.chosen == Some(node) => Some(colours.accent_soft),
        () if is_found => Some(colours.warn_soft),
        () if response.hovered() => Some(colours.chip),
        () => None,
    };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, 4.0, ground);
    }
    let depth = found.map_or(0, |found| found.depth);
    // What is nested deeply stands no further in than there is room for.
    let indent = (depth as f32 * INDENT).min(rect.width() * 0.5);
    let left = rect.left() + 4.0 + indent;
    if is_container {
        let mark = Rect::from_min_max(egui::pos2(left, rect.top()), egui::pos2(left + 20.0, rect.bottom()));
        cell(ui, mark, if folded { "▶" } else { "▼" }, FontId::proportional(9.0), colours.mute);
    }
    let mono = FontId::monospace(12.0);
    let mut job = LayoutJob::default();
    job.append(&place, 0.0, TextFormat::simple(mono.clone(), colours.accent));
    let value_colour = if is_container { colours.mute } else { colours.text };
    job.append(&value, 0.0, TextFormat::simple(mono, value_colour));
    job.wrap = TextWrapping::truncate_at_width((rect.right() - left - 20.0).max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = egui::pos2(left + 14.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, colours.text);
    if response.has_focus() {
        let ring = Stroke::new(2.0, colours.accent);
        ui.painter().rect_stroke(rect.shrink(1.0), 4.0, ring, egui::StrokeKind::Inside);
    }
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}

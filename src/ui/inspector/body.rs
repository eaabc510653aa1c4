//! A body: as a tree where it is JSON, and as text.

use egui::Ui;

use super::kept::Kept;
use super::text_rows::{KeptRows, text_rows_ui};
use super::tree_view::{TreeForm, tree_ui};
use crate::genauth::Exchange;
use crate::inspector::tree::Tree;
use crate::ui::Words;
use crate::ui::sandbox::copy::Copying as _;
use crate::ui::widgets::{link_button, muted, small_muted};

/// Which of the two bodies of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    Request,
    Response,
}

/// What a body remembers from frame to frame; it belongs to one exchange.
#[derive(Debug, Default)]
pub(super) struct BodyForm {
    /// The id of the exchange; that of a line that stands for several grows with each.
    of: u64,
    /// By the id of the exchange: in the frame in which another one is chosen, the one before is drawn once more.
    tree: Kept<u64, Option<Tree>>,
    rows: KeptRows<u64>,
    view: TreeForm,
    raw: bool,
    copied: Option<String>,
}

impl BodyForm {
    /// What was copied was the body of another exchange; what is folded and searched stays.
    fn follow(&mut self, id: u64) {
        if std::mem::replace(&mut self.of, id) != id {
            self.copied = None;
            self.view.nothing_copied();
        }
    }
}

/// Shows a body of this exchange in all the room that there is.
pub(super) fn body_ui(ui: &mut Ui, words: &Words, exchange: &Exchange, whose: Whose, form: &mut BodyForm) {
    form.follow(exchange.id);
    let body = match whose {
        Whose::Request => exchange.request.body.as_ref(),
        Whose::Response => exchange.response.as_ref().map(|response| &response.body),
    };
    let Some(body) = body else {
        let none = match whose {
            Whose::Request => words.text("request-no-body"),
            Whose::Response => words.text("inspector-no-answer.more"),
        };
        muted(ui, &none);
        return;
    };
    let (name, what) = match whose {
        Whose::Request => ("request", words.text("inspector-request-body")),
        Whose::Response => ("response", words.text("inspector-response-body")),
    };
    let has_tree = form.tree.get(exchange.id, || Tree::parse(&body.text)).is_some();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        small_muted(ui, &words.with("inspector-bytes", &[("count", body.true_length.into())]));
        if has_tree {
            let other = if form.raw { words.text("inspector-as-tree") } else { words.text("inspector-as-text") };
            if link_button(ui, &other, &other).clicked() {
                form.raw = !form.raw;
                ui.ctx().request_repaint();
            }
        }
        if !body.text.is_empty() {
            form.copied.copy_button(ui, words, &what, &body.text);
        }
    });
    if body.shortened {
        small_muted(ui, &words.text("inspector-body-shortened"));
    }
    if !body.complete {
        small_muted(ui, &words.text("inspector-body-broke-off"));
    }
    if body.text.is_empty() {
        muted(ui, &words.text("request-no-body"));
        return;
    }
    match form.tree.get(exchange.id, || Tree::parse(&body.text)) {
        Some(tree) if !form.raw => tree_ui(ui, words, (tree, exchange.id), name, &mut form.view),
        Some(_) | None => text_rows_ui(ui, &body.text, exchange.id, &mut form.rows, name),
    }
}

//! The dialog that makes a support bundle: what goes in, every file of it to read before it is written, and where to.

use std::sync::Arc;

use egui::{Id, ScrollArea, Ui};

use super::Words;
use super::inspector::rows_ui;
use super::masks::masks_ui;
use super::whole_file::{Asks, WholeFileForm, buttons_ui, place_ui, preview_height};
use super::widgets::{checkbox, modal, muted, radio, small_muted, tab, tab_line};
use crate::app::{Action, BundleContents, BundledCalls, BundledReceipts, SupportBundle, SupportBundleAction as Asked};

/// What the dialog remembers from frame to frame.
#[derive(Debug, Default)]
pub struct SupportBundleForm {
    file: WholeFileForm,
    /// The file that is looked at.
    shown: Option<&'static str>,
}

impl SupportBundleForm {
    /// The dialog is closed.
    pub(super) fn closed(&mut self) {
        self.file.closed();
        self.shown = None;
    }
}

/// Shows the dialog; Escape and a click beside it close it, but not while it writes.
pub fn support_bundle_ui(ui: &Ui, words: &Words, bundle: &SupportBundle, form: &mut SupportBundleForm) -> Vec<Action> {
    let mut actions = Vec::new();
    let first_frame = form.file.opened(bundle.suggested.as_ref());
    let response = modal(ui, Id::unique("support bundle"), &words.text("bundle"), 820.0, |ui| {
        let height = (ui.ctx().content_rect().height() - 210.0).max(120.0);
        ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            muted(ui, &words.text("bundle.more"));
            choice_ui(ui, words, bundle, &mut actions);
            match &bundle.contents {
                Some(contents) => contents_ui(ui, words, contents, form),
                None => {
                    muted(ui, &words.text("bundle-preparing"));
                }
            }
            place_ui(ui, words, &bundle.stage, &mut form.file);
        });
        ui.add_space(12.0);
        let asks = Asks {
            write: |path, replace| Action::SupportBundle(Asked::Write { path, replace }),
            close: Action::SupportBundle(Asked::Close),
        };
        let standing = (&bundle.stage, bundle.contents.is_some(), first_frame);
        buttons_ui(ui, words, standing, &mut form.file, asks, &mut actions);
    });
    if response.should_close() && actions.is_empty() {
        actions.push(Action::SupportBundle(Asked::Close));
    }
    actions
}

fn choice_ui(ui: &mut Ui, words: &Words, bundle: &SupportBundle, actions: &mut Vec<Action>) {
    let mut choice = bundle.choice;
    let count = |key: &'static str, count: usize| words.with(key, &[("count", count.into())]);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        if bundle.all.is_empty() {
            muted(ui, &words.text("bundle-calls-empty"));
        } else {
            radio(ui, &mut choice.calls, BundledCalls::All, &count("inspector-export-all", bundle.all.len()));
            if bundle.listed.len() != bundle.all.len() && !bundle.listed.is_empty() {
                let name = count("inspector-export-listed", bundle.listed.len());
                radio(ui, &mut choice.calls, BundledCalls::Listed, &name);
            }
            radio(ui, &mut choice.calls, BundledCalls::None, &words.text("bundle-calls-none"));
        }
        checkbox(ui, &mut choice.receipts, &words.text("bundle-receipts"));
    });
    masks_ui(ui, words, &mut choice.shown);
    if choice != bundle.choice {
        actions.push(Action::SupportBundle(Asked::Choose(choice)));
    }
}

/// Every file of it, one at a time.
fn contents_ui(ui: &mut Ui, words: &Words, contents: &Arc<BundleContents>, form: &mut SupportBundleForm) {
    receipts_ui(ui, words, &contents.receipts);
    let shown = contents.files.iter().find(|file| Some(file.name) == form.shown).or(contents.files.first());
    let Some(shown) = shown else { return };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for file in &contents.files {
                if tab(ui, file.name, None, file.name == shown.name).clicked() {
                    form.shown = Some(file.name);
                }
            }
        });
        tab_line(ui);
    });
    small_muted(ui, &words.with("inspector-export-preview", &[("count", shown.text.len().into())]));
    rows_ui(ui, &shown.text, &shown.rows, preview_height(ui), shown.name);
}

/// What there is to know about the receipts.
fn receipts_ui(ui: &mut Ui, words: &Words, receipts: &BundledReceipts) {
    match receipts {
        BundledReceipts::LeftOut => {}
        BundledReceipts::OfNobody => {
            small_muted(ui, &words.text("bundle-receipts-nobody"));
        }
        BundledReceipts::NotRead => {
            small_muted(ui, &words.text("bundle-receipts-unread"));
        }
        BundledReceipts::Read { entries, older, unreadable } => {
            let mut said = words.with("bundle-receipts-count", &[("count", entries.len().into())]);
            for (key, count) in [("bundle-receipts-older", *older), ("bundle-receipts-damaged", *unreadable as u64)] {
                if count > 0 {
                    said.push(' ');
                    said.push_str(&words.with_key(key, &[("count", count.into())]));
                }
            }
            small_muted(ui, &said);
        }
    }
}

//! One request as the sandbox saw it, opened.

use egui::{Align, Frame, Key, Layout, ScrollArea, Ui};
use serde_json::Value;

use super::copy::Copying as _;
use super::fault_kinds::fault_words;
use super::{Around, SandboxForm};
use crate::sandbox::SeenRequest;
use crate::ui::Words;
use crate::ui::text::{clock, plain, stamp};
use crate::ui::theme::{CONTROL_CORNER, card, tokens};
use crate::ui::widgets::{facts, heading, link_button, mono, muted, small_muted};

/// How many lines of a body are shown before it is cut.
const MOST_LINES: usize = 400;
/// How long a line may be on the screen, in characters.
const LONGEST_LINE: usize = 400;

/// The envelope's codes, if the answer was one, and whether it went well; nothing is known while there is no answer.
pub(super) fn codes(request: &SeenRequest) -> (Option<String>, Option<bool>) {
    let Some(answered) = request.answered else { return (None, None) };
    let http_is_good = answered.http_status < 400;
    match (answered.status_code, answered.api_code) {
        (Some(status_code), Some(api_code)) if status_code != 200 => {
            (Some(format!("{status_code} · {api_code}")), Some(false))
        }
        (Some(status_code), _) => (Some(status_code.to_string()), Some(status_code == 200 && http_is_good)),
        // Not every answer is an envelope; then the HTTP status has to do.
        (None, _) => (None, Some(http_is_good)),
    }
}

/// The fault that struck, or why it was refused; and whether it is the former.
pub(super) fn happened(words: &Words, request: &SeenRequest) -> Option<(String, bool)> {
    let fault = request.fault.as_ref().map(|fault| (fault_words(words, &fault.to_string()), true));
    fault.or_else(|| request.reason.as_ref().map(|reason| (plain(reason, 200), false)))
}

/// Shows what came and what was answered, without its secrets; `alone` says that the list is not beside it.
pub(super) fn open_request_ui(
    ui: &mut Ui,
    words: &Words,
    request: &SeenRequest,
    around: Around<'_>,
    form: &mut SandboxForm,
    alone: bool,
) {
    let title = format!("{} {}", plain(&request.method, 8), plain(&request.path, 200));
    let height = ui.available_height() - 16.0;
    card(tokens(ui)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_height((height - 30.0).max(80.0));
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = if alone { words.text("request-back") } else { words.text("request-close") };
                let closed = link_button(ui, &close, &close).clicked();
                if closed || ui.input(|input| input.key_pressed(Key::Escape)) {
                    form.open = None;
                    form.go_to = Some(request.number);
                    ui.ctx().request_repaint();
                }
                form.copied.copy_button(ui, words, &words.text("request-what"), &as_text(request));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.set_clip_rect(ui.max_rect().intersect(ui.clip_rect()));
                    heading(ui, &title, 14.0);
                });
            });
        });
        ScrollArea::vertical().auto_shrink(false).id_salt(("request", request.number)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            about(ui, words, request, around);
            let query: Vec<String> = request.query.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            block(ui, &words.text("request-query"), &query, &words.text("request-no-query"));
            block(ui, &words.text("request-headers"), &headers(words, request), &words.text("request-no-headers"));
            block(ui, &words.text("request-body"), &body(&request.body), &words.text("request-no-body"));
        });
    });
}

fn about(ui: &mut Ui, words: &Words, request: &SeenRequest, around: Around<'_>) {
    let mut known = vec![
        (words.text("request-number").into_owned(), request.number.to_string()),
        (words.text("requests-time").into_owned(), clock(request.at, around.time_zone)),
    ];
    match request.answered {
        Some(answered) => {
            known.push(("HTTP".to_owned(), answered.http_status.to_string()));
            known.extend(answered.status_code.map(|code| ("statusCode".to_owned(), code.to_string())));
            known.extend(answered.api_code.map(|code| ("apiCode".to_owned(), code.to_string())));
        }
        None => known.push((words.text("request-answer").into_owned(), words.text("request-unanswered").into_owned())),
    }
    facts(ui, &known);
    if let Some(fault) = &request.fault {
        let text = fault.to_string();
        let said = format!("{} · {}", fault_words(words, &text), plain(&text, 80));
        facts(ui, &[(words.text("request-fault").into_owned(), said)]);
    }
    if let Some(reason) = &request.reason {
        facts(ui, &[(words.text("request-reason").into_owned(), plain(reason, 400))]);
    }
    let ran = if request.ran { words.text("request-ran") } else { words.text("request-did-not-run") };
    muted(ui, &ran);
}

fn headers(words: &Words, request: &SeenRequest) -> Vec<String> {
    let hidden = words.text("request-hidden");
    request
        .headers
        .iter()
        .map(|header| format!("{}: {}", header.name, header.value.as_deref().unwrap_or(&hidden)))
        .collect()
}

/// A body in lines; none for no body.
fn body(body: &Value) -> Vec<String> {
    match body {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        other => serde_json::to_string_pretty(other).unwrap_or_default().lines().map(str::to_owned).collect(),
    }
}

/// Lines on a ground of their own, below what they are.
fn block(ui: &mut Ui, title: &str, lines: &[String], none: &str) {
    if lines.is_empty() {
        small_muted(ui, none);
        return;
    }
    small_muted(ui, title);
    let mut shown: Vec<String> = lines.iter().take(MOST_LINES).map(|line| plain(line, LONGEST_LINE)).collect();
    if lines.len() > MOST_LINES {
        shown.push("…".to_owned());
    }
    let colours = tokens(ui);
    Frame::new().fill(colours.code).corner_radius(CONTROL_CORNER).inner_margin(10).show(ui, |ui| {
        ui.set_width(ui.available_width());
        mono(ui, &shown.join("\n"));
    });
}

/// The request for a report: as it came, but for its secrets, and what was answered.
fn as_text(request: &SeenRequest) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(&request.query);
    let query = query.finish();
    let target = if query.is_empty() { request.path.clone() } else { format!("{}?{query}", request.path) };
    let mut lines = vec![format!("{}  {} {target}", stamp(request.at), request.method)];
    for header in &request.headers {
        lines.push(format!("{}: {}", header.name, header.value.as_deref().unwrap_or("[redacted]")));
    }
    lines.push(String::new());
    lines.extend(body(&request.body));
    let answered = match request.answered {
        Some(answered) => {
            let mut codes = format!("HTTP {}", answered.http_status);
            codes.extend(answered.status_code.map(|code| format!(", statusCode {code}")));
            codes.extend(answered.api_code.map(|code| format!(", apiCode {code}")));
            codes
        }
        None => "no answer".to_owned(),
    };
    lines.push(format!("→ {answered}"));
    lines.extend(request.fault.as_ref().map(|fault| format!("fault: {fault}")));
    lines.extend(request.reason.as_ref().map(|reason| format!("reason: {reason}")));
    lines.join("\n")
}

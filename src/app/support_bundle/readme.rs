//! What a support bundle says about itself, in both languages: whoever opens it may read either.

use std::collections::BTreeMap;

use super::contents::BundleFile;
use super::facts::{BundledReceipts, Facts};

/// With places in braces.
const TEXT: &str = include_str!("../../../assets/support-bundle/README.md");

pub(super) fn of(facts: &Facts, files: &[BundleFile]) -> String {
    let rows: Vec<String> = files
        .iter()
        .map(|file| format!("| `{}` | {} | {} |", file.name, file.text.len(), inside(file.name, facts)))
        .collect();
    let mut masks = String::new();
    for (name, shown) in [
        ("Email addresses · 邮箱", facts.shown.emails),
        ("Phone numbers · 手机号", facts.shown.phones),
        ("Ids and names at identity providers · 在身份源的 ID 和名称", facts.shown.provider_ids),
    ] {
        let standing = if shown { "readable · 保留" } else { "masked · 已遮住" };
        masks.push_str(&format!("| {name} | {standing} |\n"));
    }
    TEXT.replace("{made_at}", &facts.made_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .replace("{version}", env!("CARGO_PKG_VERSION"))
        .replace("{files}", &rows.join("\n"))
        .replace("{notes}\n\n", &notes(facts))
        .replace("{masks}\n", &masks)
}

/// How much is in a file.
fn inside(name: &str, facts: &Facts) -> String {
    match (name, &facts.receipts) {
        ("calls.har", _) => {
            let calls: u64 = facts.calls.iter().map(|entry| entry.count).sum();
            let lines = facts.calls.len();
            format!("entries: {lines}, calls: {calls}, to {} · 条目：{lines}，请求：{calls}", hosts(facts))
        }
        ("receipts.json", BundledReceipts::Read { entries, .. }) => format!("receipts: {0} · 回执：{0}", entries.len()),
        ("space.toml", _) => "the account space that was shown · 当时显示的账号空间".to_owned(),
        _ => "versions · 版本".to_owned(),
    }
}

/// Where the calls went, each host once.
fn hosts(facts: &Facts) -> String {
    let mut hosts: BTreeMap<String, u64> = BTreeMap::new();
    for entry in &facts.calls {
        let url = url::Url::parse(&entry.exchange.request.url).ok();
        let host = url.as_ref().map(|url| url.authority().to_owned()).unwrap_or_default();
        *hosts.entry(host).or_default() += entry.count;
    }
    let hosts: Vec<String> = hosts.into_iter().map(|(host, calls)| format!("{host} ({calls})")).collect();
    hosts.join(", ")
}

/// What is not there, and why.
fn notes(facts: &Facts) -> String {
    let mut notes = Vec::new();
    if facts.calls.is_empty() {
        notes.push("There are no calls in it. · 其中没有请求。".to_owned());
    }
    match &facts.receipts {
        BundledReceipts::LeftOut => notes.push("Receipts were left out. · 没有放入回执。".to_owned()),
        BundledReceipts::OfNobody => {
            notes.push("Nobody was signed in, so there are no receipts. · 没有人登录，因此没有回执。".to_owned());
        }
        BundledReceipts::NotRead => {
            notes.push("The receipts could not be read. · 无法读取回执。".to_owned());
        }
        BundledReceipts::Read { older, unreadable, .. } => {
            if *older > 0 {
                notes.push(format!("{older} older receipts were left out. · 没有放入更早的 {older} 张回执。"));
            }
            if *unreadable > 0 {
                notes.push(format!("{unreadable} receipts are damaged. · {unreadable} 张回执已损坏。"));
            }
        }
    }
    if facts.space.is_none() {
        notes.push("No account space was open. · 没有打开账号空间。".to_owned());
    }
    notes.iter().map(|note| format!("{note}\n\n")).collect()
}

//! Takes personal data out of what goes into a file: emails, phone numbers, and what people are called at providers.
//!
//! Secrets are gone before; this is about whom a file tells of. One value always has one mask, so that a reader still sees
//! what is the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Entry;
use super::json_text;
use super::tree::{Kind, Node, Place, Tree};
use crate::genauth::{Error, Exchange, Outcome, Unreachable};

/// What stays readable; by default nothing does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Shown {
    /// Email addresses.
    pub emails: bool,
    /// Phone numbers.
    pub phones: bool,
    /// The ids and names that people have at identity providers (`userIdInIdp` and what stands in `userInfoInIdp`).
    pub provider_ids: bool,
}

/// A value that is shorter than this is masked only where it stands alone, in quotes.
const SHORTEST: usize = 4;

/// How many times JSON in a string of JSON is looked into. Deeper than that it is a text like any other.
const DEEPEST: u8 = 6;

/// How many digits a phone number has at least and at most (ITU-T E.164, section 6.2.1).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// What is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Person {
    Email,
    Phone,
    ProviderId,
    ProviderName,
}

/// Masks the texts of one file.
pub struct Masker {
    finder: Option<AhoCorasick>,
    masks: Vec<String>,
}

impl Masker {
    /// Masks what stands in these exchanges under a name that says so, and what looks like an email or a phone number with
    /// its country code.
    pub fn of(entries: &[Arc<Entry>], shown: Shown) -> Self {
        let mut personal = Personal::new(shown);
        personal.in_entries(entries);
        personal.masker()
    }

    /// Masks a text. What is JSON stays JSON: a number with a mask in it becomes a string.
    pub fn text(&self, text: &str) -> String {
        match &self.finder {
            Some(finder) => {
                self.in_json(finder, text, DEEPEST).unwrap_or_else(|| finder.replace_all(text, &self.masks))
            }
            None => text.to_owned(),
        }
    }

    fn in_json(&self, finder: &AhoCorasick, text: &str, deepest: u8) -> Option<String> {
        if deepest == 0 {
            return None;
        }
        json_tree(text)?;
        json_text::change(text, &|part| {
            let masked = match self.in_json(finder, part, deepest - 1) {
                Some(masked) => masked,
                None if part.chars().count() < SHORTEST => {
                    let quoted = finder.replace_all(&serde_json::Value::from(part).to_string(), &self.masks);
                    serde_json::from_str(&quoted).unwrap_or_default()
                }
                None => finder.replace_all(part, &self.masks),
            };
            (masked != part).then_some(masked)
        })
    }

    /// Masks every text of an entry.
    pub fn entry(&self, entry: &Entry) -> Entry {
        Entry { exchange: Arc::new(self.exchange(&entry.exchange)), ..entry.clone() }
    }

    fn exchange(&self, exchange: &Exchange) -> Exchange {
        let mut masked = exchange.clone();
        let mask = |text: &mut String| *text = self.text(text);
        mask(&mut masked.request.url);
        masked.request.headers.iter_mut().for_each(|header| mask(&mut header.value));
        masked.request.body.iter_mut().for_each(|body| mask(&mut body.text));
        if let Some(response) = &mut masked.response {
            response.headers.iter_mut().for_each(|header| mask(&mut header.value));
            mask(&mut response.body.text);
        }
        mask(&mut masked.attempt.path);
        masked.attempt.message.iter_mut().for_each(mask);
        masked.attempt.request_id.iter_mut().for_each(mask);
        if let Outcome::Failed(error) = &mut masked.outcome {
            self.error(error);
        }
        masked
    }

    fn error(&self, error: &mut Error) {
        let mask = |text: &mut String| *text = self.text(text);
        match error {
            Error::NotTheApi { excerpt, .. } => mask(excerpt),
            Error::Refused(refusal) => mask(&mut refusal.message),
            Error::OAuth { error, description, .. } => {
                [Some(error), description.as_mut()].into_iter().flatten().for_each(mask)
            }
            Error::NotReachable(
                Unreachable::Tls(reason) | Unreachable::NotConnected(reason) | Unreachable::Other(reason),
            )
            | Error::Unreadable { place: reason } => mask(reason),
            Error::NotRenewed(inner) => self.error(inner),
            _ => {}
        }
    }
}

/// The values to mask, in an order that does not depend on chance.
///
/// What goes into several files of one bundle is read before any is masked, so that one value has one mask in all.
pub struct Personal {
    shown: Shown,
    values: BTreeMap<(Person, String), usize>,
}

impl Personal {
    /// None yet.
    pub fn new(shown: Shown) -> Self {
        Self { shown, values: BTreeMap::new() }
    }

    /// Reads exchanges.
    pub fn in_entries(&mut self, entries: &[Arc<Entry>]) {
        for entry in entries {
            let exchange = &entry.exchange;
            let bodies = [exchange.request.body.as_ref(), exchange.response.as_ref().map(|response| &response.body)];
            bodies.into_iter().flatten().for_each(|body| self.in_body(&body.text));
            self.in_text(&exchange.request.url);
            let query = exchange.request.url.split_once('?').map_or("", |(_, query)| query);
            self.in_form(query);
            let headers = exchange.response.iter().flat_map(|response| &response.headers);
            headers.chain(&exchange.request.headers).for_each(|header| self.in_text(&header.value));
            let said = [&exchange.attempt.message, &exchange.attempt.request_id];
            said.into_iter().flatten().for_each(|text| self.in_text(text));
        }
    }

    /// Reads JSON, a form, or any other text.
    pub fn in_body(&mut self, text: &str) {
        match json_tree(text) {
            Some(tree) => self.in_tree(&tree),
            None => {
                self.in_text(text);
                self.in_form(text);
            }
        }
    }

    /// Masks what was found.
    pub fn masker(self) -> Masker {
        let mut numbers: BTreeMap<Person, usize> = BTreeMap::new();
        let mut values: Vec<((Person, String), usize)> = self.values.into_iter().collect();
        values.sort_by_key(|(_, order)| *order);
        let (mut needles, mut masks) = (Vec::new(), Vec::new());
        for ((person, value), _) in values {
            let number = numbers.entry(person).or_default();
            *number += 1;
            let noun = match person {
                Person::Email => "email",
                Person::Phone => "phone",
                Person::ProviderId => "ID at provider",
                Person::ProviderName => "name at provider",
            };
            let mask = format!("[masked {noun} {number}]");
            for spelling in spellings(&value) {
                masks.push(if value.chars().count() < SHORTEST { format!("\"{mask}\"") } else { mask.clone() });
                needles.push(spelling);
            }
        }
        let finder =
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true).build(&needles);
        match finder {
            Ok(finder) if !needles.is_empty() => Masker { finder: Some(finder), masks },
            _ => Masker { finder: None, masks: Vec::new() },
        }
    }

    fn add(&mut self, person: Person, value: &str) {
        let is_shown = match person {
            Person::Email => self.shown.emails,
            Person::Phone => self.shown.phones,
            Person::ProviderId | Person::ProviderName => self.shown.provider_ids,
        };
        let value = value.trim();
        if is_shown || value.is_empty() || value.starts_with("[redacted ") {
            return;
        }
        let next = self.values.len();
        self.values.entry((person, value.to_owned())).or_insert(next);
    }

    fn in_tree(&mut self, tree: &Tree) {
        let mut idp_until = 0;
        for (at, node) in tree.nodes().iter().enumerate() {
            let Place::Name(name) = &node.place else {
                self.in_node(node, None, at < idp_until);
                continue;
            };
            self.in_text(name);
            if name == "userInfoInIdp" {
                idp_until = idp_until.max(node.end);
            }
            self.in_node(node, Some(name), at < idp_until);
        }
    }

    fn in_node(&mut self, node: &Node, name: Option<&str>, in_idp: bool) {
        let value = match &node.kind {
            Kind::String(text) => text.clone(),
            Kind::Number(number) => number.to_string(),
            _ => return,
        };
        // JSON that stands in a string, as some answers have it.
        match json_tree(&value) {
            Some(tree) => self.in_tree(&tree),
            None => self.in_text(&value),
        }
        if let Some(name) = name {
            self.named(name, &value, in_idp);
        }
    }

    fn in_form(&mut self, text: &str) {
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            self.named(&name, &value, false);
            self.in_text(&value);
        }
    }

    fn named(&mut self, name: &str, value: &str, in_idp: bool) {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let digits = value.chars().filter(char::is_ascii_digit).count();
        if name.ends_with("email") && value.contains('@') {
            self.add(Person::Email, value);
        } else if name.ends_with("phone") || name.ends_with("phonenumber") || name.ends_with("mobile") {
            if digits > 3 {
                self.add(Person::Phone, value);
            }
        } else if matches!(name.as_str(), "account" | "username")
            && digits == value.len()
            && PHONE_DIGITS.contains(&digits)
        {
            self.add(Person::Phone, value);
        } else if matches!(name.as_str(), "useridinidp" | "openid" | "unionid")
            || (in_idp && (name.ends_with("id") || name == "sub"))
        {
            self.add(Person::ProviderId, value);
        } else if in_idp && matches!(name.as_str(), "login" | "username" | "name" | "nickname") {
            self.add(Person::ProviderName, value);
        }
    }

    /// What looks like an email, or like a phone number with its country code.
    fn in_text(&mut self, text: &str) {
        for at in [("@", 1), ("%40", 3)]
            .into_iter()
            .flat_map(|(sign, length)| text.match_indices(sign).map(move |(at, _)| (at, length)))
        {
            let (at, length) = at;
            let is_local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-') || !c.is_ascii();
            let is_domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-') || !c.is_ascii();
            let (before, behind) = (&text[..at], &text[at + length..]);
            let local = &before[before.trim_end_matches(is_local).len()..];
            let domain =
                behind[..behind.len() - behind.trim_start_matches(is_domain).len()].trim_end_matches(['.', '-']);
            if !local.is_empty() && domain.contains('.') {
                self.add(Person::Email, &format!("{local}@{domain}"));
            }
        }
        for (at, _) in text.match_indices('+') {
            let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            if PHONE_DIGITS.contains(&digits) {
                self.add(Person::Phone, &text[at..=at + digits]);
            }
        }
    }
}

/// What is looked through as JSON: what is found in it and what is masked in it are read the same way.
fn json_tree(text: &str) -> Option<Tree> {
    let json = text.trim_start_matches('\u{feff}').trim_start();
    if json.starts_with(['{', '[']) { Tree::parse(text) } else { None }
}

/// How a value can stand in a text: as it is, in JSON, in a URL.
fn spellings(value: &str) -> Vec<String> {
    let json = serde_json::Value::from(value).to_string();
    if value.chars().count() < SHORTEST {
        return vec![json];
    }
    let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let spaced = encoded.replace('+', "%20");
    let mut spellings = vec![value.to_owned(), json.trim_matches('"').to_owned(), encoded, spaced];
    spellings.sort_unstable();
    spellings.dedup();
    spellings
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{Masker, Shown};
    use crate::genauth::Exchange;
    use crate::inspector::Entry;
    use crate::inspector::samples::exchange;

    fn entry(exchange: Exchange) -> Arc<Entry> {
        let first_started_at = exchange.started_at;
        Arc::new(Entry { number: 0, exchange: Arc::new(exchange), count: 1, first_started_at })
    }

    fn masked(exchange: Exchange, shown: Shown) -> String {
        let entry = entry(exchange);
        let masker = Masker::of(std::slice::from_ref(&entry), shown);
        format!("{:?}", masker.entry(&entry).exchange)
    }

    fn telling() -> Exchange {
        exchange(
            "POST",
            "/api/v3/get-profile?email=lin%40example.com",
            Some(r#"{"passwordPayload":{"account":"13800138000","phone":"139-0013"}}"#),
            r#"{"message":"sent to lin@example.com and +8613900139000","data":{"email":"LIN@example.com","identities":[{"userIdInIdp":"48213977","userInfoInIdp":{"login":"lin-codes","id":7,"followers":1234567}}],"note":"48213977 \"7\""}}"#,
        )
    }

    #[test]
    fn nothing_of_the_person_stays() {
        let text = masked(telling(), Shown::default());
        for personal in
            ["example.com", "13800138000", "139-0013", "8613900139000", "48213977", "lin-codes", "\\\"7\\\""]
        {
            assert!(!text.contains(personal), "{personal} in {text}");
        }
        assert!(text.contains("1234567"), "what is no id stays: {text}");
        assert!(text.contains("[masked email 1]") && !text.contains("[masked email 3]"), "{text}");
    }

    #[test]
    fn what_is_ticked_stays() {
        let text = masked(telling(), Shown { emails: true, phones: true, provider_ids: true });
        assert!(!text.contains("[masked"), "{text}");
        let text = masked(telling(), Shown { emails: true, ..Shown::default() });
        assert!(
            text.contains("lin@example.com") && !text.contains("48213977") && !text.contains("13800138000"),
            "{text}"
        );
    }

    #[test]
    fn a_number_becomes_a_string_and_a_name_is_called_one() {
        let body = r#"{"statusCode":200,"data":[{"userInfoInIdp":{"id": 48213977,"login":"lin-codes","raw":"{\"id\":48213977}"}}]}"#;
        let entry = entry(exchange("GET", "/api/v3/get-identities?id=48213977", None, body));
        let masked = Masker::of(std::slice::from_ref(&entry), Shown::default()).entry(&entry);
        let text = &masked.exchange.response.as_ref().unwrap().body.text;
        let info = r#"{"id": "[masked ID at provider 1]","login":"[masked name at provider 1]","raw":"{\"id\":\"[masked ID at provider 1]\"}"}"#;
        assert_eq!(text, &format!(r#"{{"statusCode":200,"data":[{{"userInfoInIdp":{info}}}]}}"#));
        assert!(masked.exchange.request.url.ends_with("?id=[masked ID at provider 1]"), "{masked:?}");
    }

    /// JSON in which the values below stand in many places and spellings.
    fn any_body() -> impl Strategy<Value = Value> {
        let text = "([a-z\"\\\\\\n ]{0,3}(48213977|n7|lin@example.com|a\"b\\\\cd|x)){0,2}";
        let leaf = prop_oneof![
            Just(json!(48_213_977)),
            Just(json!(1_482_139_771_u64)),
            Just(json!(-48_213_977.5)),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            text.prop_map(Value::from),
            text.prop_map(|text| Value::from(json!({"id": 48_213_977, "in": text}).to_string())),
        ];
        leaf.prop_recursive(4, 40, 5, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("(id|name|userInfoInIdp|email|[a-z]{2})", inner, 0..5)
                    .prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_json_stays_json(value in any_body(), pretty in any::<bool>()) {
            let people = json!({"id": 48_213_977, "name": "a\"b\\cd", "login": "n7", "sub": "nlin"});
            let body = json!({"statusCode": 200, "data": {"userInfoInIdp": people, "value": value}});
            let text = if pretty { serde_json::to_string_pretty(&body).unwrap() } else { body.to_string() };
            let entry = entry(exchange("GET", "/api/v3/get-identities", None, &text));
            let masked = Masker::of(std::slice::from_ref(&entry), Shown::default()).entry(&entry);
            let text = &masked.exchange.response.as_ref().unwrap().body.text;
            let read: Result<Value, _> = serde_json::from_str(text);
            prop_assert!(read.as_ref().is_ok_and(|read| read["statusCode"] == 200), "{text}");
            prop_assert!(!text.contains("48213977") && !text.contains("lin@example.com"), "{text}");
        }
    }
}

//! Hand-made state, and what the screen says of it.

use bindery::account::{Binding, Confirmation, Facts, Listed, Receipt, Reply, what_if};
use bindery::app::{
    Action, Connections, Fetch, Home, Phase, SandboxPersona, SignIn, SpaceShown, SpacesShown, State, UnbindDialog,
    UnbindStage, Unbinding,
};
use bindery::genauth::{
    Attempt, EnabledConnection, Error, ExtIdpKind, Identity, Language, Profile, Refusal, SecurityInfo,
};
use bindery::session::{SpaceName, Standing};
use bindery::ui::{Forms, Words, fonts, program_ui, theme};
use egui_kittest::Harness;
use egui_kittest::kittest::NodeT as _;
use jiff::Timestamp;
use std::time::Duration;

/// What the screen holds: the state, the forms and what was asked for.
pub(crate) struct Shown {
    pub(crate) words: Words,
    pub(crate) state: State,
    pub(crate) forms: Forms,
    pub(crate) actions: Vec<Action>,
}

impl Shown {
    fn new(state: State, language: Language) -> Self {
        Self { words: Words::new(language), state, forms: Forms::default(), actions: Vec::new() }
    }
}

/// Gives a harness the program's fonts and themes.
pub(crate) fn dress(context: &egui::Context) {
    let cjk = egui::FontData::from_static(include_bytes!("../fonts/NotoSansSC-subset.otf"));
    context.set_fonts(fonts::definitions(Some(("Noto Sans SC", cjk))));
    theme::install(context);
    // Nobody looks, so a letter is drawn once and not once for each quarter of a pixel that it may begin at.
    context.all_styles_mut(|style| style.visuals.text_options.subpixel_binning = false);
}

pub(crate) fn show(state: State, language: Language, theme: egui::Theme, size: (f32, f32)) -> Harness<'static, Shown> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(size.0, size.1))
        .with_theme(theme)
        .with_context_setup(dress)
        .build_ui_state(
            |ui, shown: &mut Shown| {
                let actions = program_ui(ui, &shown.words, &shown.state, &mut shown.forms);
                shown.actions.extend(actions);
            },
            Shown::new(state, language),
        );
    harness.run();
    harness
}

/// Shows something else in a harness as if that were new: everything is forgotten but the letters that were drawn, which take
/// most of a test's time.
fn show_instead(harness: &mut Harness<'static, Shown>, shown: Shown, theme: egui::Theme, size: (f32, f32)) {
    harness.ctx.memory_mut(|memory| {
        let mut fresh = egui::Memory::default();
        fresh.options = std::mem::take(&mut memory.options);
        *memory = fresh;
    });
    harness.ctx.set_theme(theme);
    harness.set_size(egui::vec2(size.0, size.1));
    *harness.state_mut() = shown;
    // A dialog that follows another one takes a few frames more to come to rest, which `run` then sees to.
    harness.run_steps(5);
    harness.run();
}

pub(crate) fn texts<S>(harness: &Harness<'_, S>) -> Vec<String> {
    let nodes = harness.root().children_recursive();
    nodes.flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()]).flatten().collect()
}

/// Shows a state in every language, theme and size; returns what the English screen says.
pub(crate) fn everywhere(state: &State) -> Vec<String> {
    let (large, small) = ((1280.0, 820.0), (720.0, 480.0));
    let mut harness = show(state.clone(), Language::English, egui::Theme::Light, large);
    let english = texts(&harness);
    assert_no_bare_key(&english);
    for size in [large, small] {
        for theme in [egui::Theme::Light, egui::Theme::Dark] {
            show_instead(&mut harness, Shown::new(state.clone(), Language::SimplifiedChinese), theme, size);
            let said = texts(&harness);
            assert!(said.iter().any(|text| text.contains(|c: char| ('\u{4e00}'..'\u{9fff}').contains(&c))), "{said:?}");
            assert_no_bare_key(&said);
        }
    }
    english
}

/// A key without words is shown as itself, so no text may be one: a name of words with hyphens and nothing else.
#[track_caller]
pub(crate) fn assert_no_bare_key(texts: &[String]) {
    let is_key = |text: &str| {
        let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
        text.contains('-') && text.split(['-', '.']).all(word)
    };
    let found: Vec<_> = texts.iter().filter(|text| is_key(text)).collect();
    assert!(found.is_empty(), "keys without words: {found:?}");
}

#[track_caller]
pub(crate) fn assert_says(texts: &[String], parts: &[&str]) {
    for part in parts {
        assert!(texts.iter().any(|text| text.contains(part)), "“{part}” is missing in:\n{}", texts.join("\n"));
    }
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

pub(crate) fn space() -> SpaceShown {
    let persona = SandboxPersona {
        key: "rich".to_owned(),
        account: "lin@example.com".to_owned(),
        password: "sandbox".to_owned(),
    };
    SpaceShown {
        name: SpaceName::Sandbox,
        host: "127.0.0.1:41873".to_owned(),
        app_id: "66f0a1b2c3d4e5f607182930".to_owned(),
        personas: vec![persona],
    }
}

pub(crate) fn state(phase: Phase) -> State {
    State {
        now: at(0),
        time_zone: jiff::tz::TimeZone::UTC,
        space: Some(space()),
        phase,
        screen: bindery::app::Screen::default(),
        sandbox: None,
        spaces: SpacesShown::default(),
        ledger: bindery::app::LedgerShown::InMemory,
        inspector: bindery::app::InspectorShown::default(),
        last_call: None,
        support_bundle: None,
        leaving: None,
        close_now: false,
    }
}

pub(crate) fn home(home: Home) -> State {
    state(Phase::Home(Box::new(home)))
}

pub(crate) fn sign_in(sign_in: SignIn) -> State {
    state(Phase::SignIn(Box::new(sign_in)))
}

pub(crate) fn identity(id: &str, ext_idp_id: &str, provider: &str) -> Identity {
    let info = serde_json::json!({ "nickname": "晓林", "email": "lin@users.noreply.github.com" });
    Identity {
        identity_id: id.to_owned(),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: provider.to_owned(),
        kind: "openid".to_owned(),
        user_id_in_idp: "oH_5k5SflrwjGv0000000000000000cc6M".to_owned(),
        user_info_in_idp: info.as_object().cloned().unwrap(),
        origin_connection_ids: vec!["605492ac41b2c3d4e5f60701".to_owned()],
    }
}

pub(crate) fn enabled(name: &str, ext_idp_id: &str) -> EnabledConnection {
    EnabledConnection {
        identifier: name.to_lowercase(),
        ext_idp_id: ext_idp_id.to_owned(),
        provider: "wechat".to_owned(),
        kind: ExtIdpKind::Social,
        name: name.to_owned(),
        name_en: None,
        description: None,
        description_en: None,
        logo: None,
    }
}

/// WeChat with two identities, GitHub with one that is not enabled here.
pub(crate) fn connections() -> Connections {
    let identities = vec![identity("1", "w", "wechat"), identity("2", "w", "wechat"), identity("3", "g", "github")];
    Connections::of_lists(Ok(identities), Ok(vec![enabled("WeChat PC", "w")]), at(-30))
}

pub(crate) fn wechat() -> Binding {
    connections().bindings()[0].clone()
}

pub(crate) fn signed_in(connections: Connections) -> Home {
    let profile = Profile { user_id: "u1".to_owned(), name: Some("林晓".to_owned()), ..Profile::default() };
    let standing = Standing { expires_at: Some(at(58 * 60 + 5)), can_refresh: true, ..Standing::default() };
    Home { profile: Fetch::ready(profile, at(-30)), connections, standing, ..Home::default() }
}

pub(crate) fn refused(status_code: i64, api_code: Option<i64>) -> Error {
    let message = "Not allowed".to_owned();
    Error::Refused(Refusal {
        status_code,
        api_code,
        message,
        request_id: Some("1f0c6a52".to_owned()),
        retry_after: None,
    })
}

pub(crate) fn attempt(status_code: i64, api_code: Option<i64>) -> Attempt {
    Attempt {
        method: "POST",
        path: "/api/v3/unlink-extidp".to_owned(),
        started_at: at(-2),
        took: Duration::from_millis(14),
        http_status: Some(200),
        status_code: Some(status_code),
        api_code,
        message: Some("Operation successful".to_owned()),
        request_id: Some("934108e5-9fbf-4d24-8da1-c330328abd6c".to_owned()),
    }
}

pub(crate) fn receipt(reply: Reply, listed: Listed) -> Receipt {
    Receipt {
        number: 1,
        when: at(-2),
        space: "127.0.0.1:41873".to_owned(),
        user_id: Some("u1".to_owned()),
        binding: wechat(),
        attempts: vec![attempt(200, None)],
        took: Duration::from_millis(14),
        reply,
        listed,
        listed_at: (listed != Listed::NotReadYet).then(|| at(-1)),
        superseded: false,
    }
}

/// The dialog about WeChat, of an account that has a password or nothing else that is known to sign in.
pub(crate) fn unbind_dialog(has_password: bool, stage: UnbindStage) -> UnbindDialog {
    let security = SecurityInfo { password_set: Some(has_password), ..SecurityInfo::default() };
    let connections = connections();
    let facts = Facts { bindings: connections.bindings(), security: Some(&security), profile: None, seen: &[] };
    let key = wechat().key;
    let what_if = what_if(&facts, std::slice::from_ref(&key));
    let stop = what_if.verdict.is_hard_stop();
    let confirmation = stop.then(|| Confirmation::of_one("WeChat", key.ext_idp_id().unwrap()));
    UnbindDialog { key, title: "WeChat".to_owned(), what_if, confirmation, stage }
}

/// The unbind of WeChat, begun this many seconds after the hour of the tests.
pub(crate) fn unbinding(second: i64) -> Unbinding {
    Unbinding { number: 1, binding: wechat(), started: at(second), dialog: unbind_dialog(true, UnbindStage::Ready) }
}

//! The last way in: clicking does not pass it, and typing does, whatever the identity provider is called.

use bindery::app::Choice;
use bindery::sandbox::{Pool, Sandbox, Setup};
use bindery::session::Keep;
use egui_kittest::kittest::NodeT as _;

use crate::stage::{Scene, Stage, runtime, seen, space};

/// The first application with every connection enabled, and people with one binding each at a source with a hostile name
/// and, by what the service says, no other way in.
const PEOPLE: &str = r#"
[[application]]
key = "bindery"
app_id = "66f0a1b2c3d4e5f607182930"
name = "Bindery"
token_endpoint_auth_method = "none"
redirect_uris = ["http://127.0.0.1:*/callback"]

[[source]]
key = "reversed"
provider = "oidc"
family = "enterprise"
[[source.connection]]
identifier = "reversed"
name = "\u202Ebuhtig\u202C \u2066\u200F\u05D2\u05D9\u05D8\u05D4\u05D0\u05D1 (admin)\u2069\u0000\u202D"

[[persona]]
key = "last-reversed"
name = "\u202EReversed"
username = "last-reversed"
password = "sandbox"
password_set = false
description = "A name that turns its direction."
identity = [{ source = "reversed", type = "\u202Edinepo", user_id_in_idp = "\u20671\u202E" }]

[[persona]]
key = "last-direction"
name = "Direction"
username = "last-direction"
password = "sandbox"
password_set = false
description = "A connection whose name turns its direction, under a provider that is known."
identity = [{ source = "hostile-direction", type = "openid", user_id_in_idp = "\u20672\u202E" }]

[[persona]]
key = "last-markup"
name = "<script>alert('you')</script>"
username = "last-markup"
password = "sandbox"
password_set = false
description = "A name that is markup."
identity = [{ source = "hostile-markup", type = "<i>generic</i>", user_id_in_idp = "\"><svg onload=alert(1)>" }]

[[persona]]
key = "last-long"
name = { repeat = "长", times = 10_000 }
username = "last-long"
password = "sandbox"
password_set = false
description = "A name of 10,000 characters."
identity = [{ source = "hostile-length", type = { repeat = "w", times = 10_000 }, user_id_in_idp = "long" }]

[[persona]]
key = "last-invisible"
name = "\u200B"
username = "last-invisible"
password = "sandbox"
password_set = false
description = "A name that cannot be seen."
identity = [{ source = "hostile-invisible", type = "\u200B", user_id_in_idp = "\u0000\u001B]0;title\u0007" }]
"#;

/// A service with these people, and the program on it.
fn stage_of_hostile_names(pool: Pool) -> (Stage, Sandbox) {
    let runtime = runtime();
    let sandbox = runtime.block_on(Sandbox::start_with(Setup { pool, ..Setup::default() })).unwrap();
    let choice = Choice::Service(space(&sandbox, Keep::Memory));
    let stage = Stage::set(runtime, Scene { choice, ..Scene::default() });
    // The fonts of the stage have no Hebrew; what is looked at here is what is said.
    stage.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    (stage, sandbox)
}

/// What the only binding is called, by the button that begins its unbind.
#[track_caller]
fn title_of_the_only_one(stage: &Stage) -> String {
    let buttons = stage.unbind_buttons();
    let [button] = buttons.as_slice() else { panic!("{buttons:?}") };
    button.strip_prefix("Unbind ").and_then(|rest| rest.strip_suffix('…')).unwrap().to_owned()
}

/// Nothing that is shown hides, turns its direction or goes on for ever.
#[track_caller]
fn assert_readable(stage: &Stage) {
    for text in stage.texts() {
        let hides = |c: char| {
            (c.is_control() && c != '\n')
                || matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        };
        assert!(!text.chars().any(hides), "{text:?}");
        assert!(text.chars().count() < 2_000, "{text:.100}… has {} characters", text.chars().count());
    }
}

/// The field to type into, by its name.
fn field(stage: &Stage) -> Option<String> {
    stage.texts().into_iter().find(|text| text.starts_with("To unbind nevertheless, type "))
}

/// What stands in quotation marks at the end of the field's name.
fn wanted(field: &str) -> &str {
    field.split_once('“').unwrap().1.strip_suffix('”').unwrap()
}

#[test]
fn the_only_binding_of_an_account_without_a_password_is_not_unbound_by_clicking() {
    let mut stage = Stage::with_faults(&[]);
    stage.sign_in_as("sakura");
    stage.see("Bound · 1");
    stage.press("Unbind GitHub…");
    stage.see("Unbind GitHub?");
    stage.see("No way of signing in remains");
    let ready = |stage: &Stage| !stage.shows_part("Checking what would remain");
    stage.until("what would remain", ready);

    for _ in 0..3 {
        let button = stage.button("Unbind GitHub");
        assert!(button.accesskit_node().is_disabled());
        // As assistive technology presses it, and as a mouse does.
        button.click_accesskit();
        stage.harness.step();
        stage.button("Unbind GitHub").click();
        stage.harness.step();
        stage.harness.step();
    }
    let field = field(&stage).expect("typing is wanted");
    for typed in ["", "GitLab", "  "] {
        stage.type_into(&field, typed);
        stage.harness.key_press(egui::Key::Enter);
        stage.harness.step();
        stage.button("Unbind GitHub").click();
        stage.harness.step();
        stage.harness.step();
    }
    // The keyboard comes to every control of the dialog, and none of them unbinds.
    for _ in 0..6 {
        stage.harness.key_press(egui::Key::Tab);
        stage.harness.step();
        if !stage.has_keyboard("Cancel") {
            stage.harness.key_press(egui::Key::Space);
            stage.harness.step();
        }
    }
    assert!(stage.shows("Unbind GitHub?"), "it still asks:\n{}", stage.screen());
    stage.press("Cancel");
    stage.rest();
    assert!(stage.seen("unlink-extidp").is_empty(), "nothing was sent");
    assert!(stage.shows("Bound · 1"), "{}", stage.screen());
}

#[test]
fn hostile_and_endless_names_are_confirmed_by_typing_and_can_be_read() {
    let pool = Pool::with(PEOPLE).unwrap();
    let invisible = "Unnamed provider".to_owned();
    let expected = [
        ("last-reversed", "buhtig גיטהאב (admin) ".to_owned()),
        ("last-direction", "GitHub".to_owned()),
        ("last-markup", "<b onmouseover=alert(1)>oidc</b>".to_owned()),
        ("last-long", format!("{}…", "长".repeat(40))),
        ("last-invisible", invisible),
    ];
    for (account, title) in expected {
        let (mut stage, sandbox) = stage_of_hostile_names(pool.clone());
        stage.sign_in_as(account);
        stage.see("Bound · 1");
        assert_readable(&stage);
        assert_eq!(title_of_the_only_one(&stage), title, "{account}");
        stage.press(&format!("Unbind {title}…"));
        stage.see(&format!("Unbind {title}?"));
        stage.until("the button to wait for typing only", |stage| {
            !stage.shows_part("Checking what would remain") && field(stage).is_some()
        });
        assert_readable(&stage);
        let button = format!("Unbind {title}");
        assert!(!stage.can_press(&button), "{account}: it wants typing");
        stage.button(&button).click_accesskit();
        stage.harness.step();
        assert!(seen(&sandbox, "unlink-extidp").is_empty(), "{account}");

        let field = field(&stage).unwrap();
        let wanted = wanted(&field).to_owned();
        assert!((1..=40).contains(&wanted.chars().count()), "{wanted:?}");
        stage.type_into(&field, &wanted);
        stage.press(&button);
        stage.see("Unbound");
        stage.see("Bound · 0");
        assert_readable(&stage);
        stage.see_part(&format!("the list no longer names {title}"));
        assert_eq!(seen(&sandbox, "unlink-extidp").len(), 1, "{account}");
    }
}

#[test]
fn the_hostile_persona_unbinds_everything_and_reads_every_receipt() {
    let (mut stage, sandbox) = stage_of_hostile_names(Pool::with(PEOPLE).unwrap());
    stage.sign_in_as("hostile@example.com");
    stage.see("Bound · 4");
    assert_readable(&stage);
    let titles = stage.unbind_buttons();
    assert_eq!(titles.len(), 4, "{titles:?}");
    for (number, button) in titles.iter().enumerate() {
        let title = button.strip_prefix("Unbind ").and_then(|rest| rest.strip_suffix('…')).unwrap();
        assert!(!title.trim().is_empty());
        stage.unbind(title);
        stage.see(&format!("Bound · {}", 3 - number));
        stage.see_part(&format!("the list no longer names {title}"));
        assert_readable(&stage);
        // So that the next one is on the screen.
        stage.press(&format!("Dismiss the receipt for {title}"));
    }
    assert_eq!(seen(&sandbox, "unlink-extidp").len(), 4);
}

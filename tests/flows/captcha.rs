//! A captcha that is read rightly, against a service that asks for one at every sign-in.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Json;
use bindery::app::Choice;
use bindery::genauth::AppHost;
use bindery::session::{AccountSpace, Keep, SpaceName};
use serde_json::{Value, json};

use crate::stage::{Scene, Stage, runtime};

/// The bodies that came to `signin`, in order.
type Seen = Arc<Mutex<Vec<Value>>>;

async fn answer(State(seen): State<Seen>, request: Request) -> Json<Value> {
    let path = request.uri().path().to_owned();
    let ok = |data: Value| json!({"statusCode": 200, "message": "", "data": data});
    Json(match path.as_str() {
        "/api/v3/signin" => {
            let body = axum::body::to_bytes(request.into_body(), 10_000).await.unwrap();
            let body: Value = serde_json::from_slice(&body).unwrap();
            let options = &body["options"];
            let read = options["captchaCode"] == "ABCD" && options["captchaToken"] == "picture-2";
            let tokens = json!({"access_token": "a", "token_type": "Bearer", "expire_in": 3600});
            let asks = json!({"statusCode": 403, "apiCode": 2000, "message": "captcha"});
            seen.lock().unwrap().push(body);
            if read { ok(tokens) } else { asks }
        }
        "/api/v3/get-captcha-code" => {
            let svg =
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><path d="M0 0H60V20H0Z"/></svg>"#;
            let number = seen.lock().unwrap().len();
            ok(json!({"captchaCodeSvg": svg, "captchaToken": format!("picture-{number}")}))
        }
        "/api/v3/get-profile" => ok(json!({"userId": "lin"})),
        _ => ok(json!([])),
    })
}

#[test]
fn read_wrongly_then_rightly_it_lets_the_person_in() {
    let keeper = runtime();
    let listener = keeper.block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0))).unwrap();
    let app_host = AppHost::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let seen = Seen::default();
    let service = Router::new().fallback(answer).with_state(Arc::clone(&seen));
    keeper.spawn(async move { axum::serve(listener, service).await });
    let space = AccountSpace { keep: Keep::Memory, ..AccountSpace::of(SpaceName::Host, app_host, "app".to_owned()) };
    let mut stage = Stage::set(runtime(), Scene { choice: Choice::Service(space), ..Scene::default() });
    stage.see("Sign in");
    stage.type_into("Email, phone or user name", "lin");
    stage.type_into("Password", "sandbox");
    stage.press("Sign in");
    stage.see("The service wants to know that you are a person");
    stage.until("the keyboard to be at the answer", |stage| stage.has_keyboard("Text in the picture"));
    stage.type_into("Text in the picture", "wrong");
    stage.press("Sign in");
    stage.see("That is not what the picture showed, or it was too old");
    stage.until("the keyboard to be at the new picture's answer", |stage| stage.has_keyboard("Text in the picture"));
    stage.type_into("Text in the picture", " ABCD ");
    stage.harness.key_press(egui::Key::Enter);
    stage.see_part("Nothing is bound");
    let seen = seen.lock().unwrap().clone();
    let sent: Vec<_> = seen.iter().map(|body| body["options"]["captchaToken"].as_str()).collect();
    assert_eq!(sent, [None, Some("picture-1"), Some("picture-2")], "each picture is answered once");
    assert!(seen.iter().all(|body| body["passwordPayload"]["password"] == "sandbox"), "what was typed stays");
}

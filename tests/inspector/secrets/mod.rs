//! More than a hundred kinds of secrets, planted through real calls, and none of them in anything that comes out.

mod foreign;
mod kinds;
mod places;
mod sent;
mod spelled;

use std::time::Duration;

use bindery::genauth::{AccessToken, ClientSettings, Deadlines, IdToken};

use super::log::Log;
use super::server::{Server, Then, answer, ok, settings};
use super::stage::{after_calls, recorded};
use kinds::{ANSWERS, At};
use places::Places;
use spelled::plant;

/// The bytes that a server answers with.
fn planted(at: At, said: &str) -> Vec<u8> {
    let with_header = |header: &str, status: &str| {
        format!("HTTP/1.1 {status}\r\n{header}\r\nContent-Type: application/json\r\nContent-Length: 18\r\nConnection: close\r\n\r\n{{\"statusCode\":400}}").into_bytes()
    };
    let with_bytes = |body: &[u8], more: &str| {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{more}Content-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        [head.as_bytes(), body].concat()
    };
    match at {
        At::Json => ok(said),
        At::Error => answer("400 Bad Request", "application/json", said),
        At::Page => answer("502 Bad Gateway", "text/html", said),
        At::Form => answer("200 OK", "application/x-www-form-urlencoded", said),
        At::Header => with_header(said, "200 OK"),
        At::Redirect => with_header(&format!("Location: {said}"), "302 Found"),
        At::Cut => {
            let cut = &said[..said.len() - 1];
            format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{cut}")
                .into_bytes()
        }
        At::Chunks => {
            let middle = said.find("planted").unwrap() + 8;
            let (first, second) = said.split_at(middle);
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
                first.len(),
                second.len()
            )
            .into_bytes()
        }
        At::Gzip => with_bytes(&compressed(said.as_bytes()), "Content-Encoding: gzip\r\n"),
        At::NoText => with_bytes(&[b"\xff\xc3\0\x80", said.as_bytes(), b"\xf0\x9f \xff"].concat(), ""),
        At::Utf16 => with_bytes(&said.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), ""),
        At::EndOfWhatIsKept => {
            let before = r#"{"statusCode":200,"data":"#;
            // The end falls into the middle of the secret.
            let filling = 256 * 1024 - before.len() - said.find("planted").unwrap() - 9;
            ok(&format!("{before}{{\"a\":\"{}{said}}}", "x".repeat(filling)))
        }
    }
}

/// One stored block (RFC 1951, section 3.2.4) in gzip (RFC 1952).
fn compressed(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    let mut sum = u32::MAX;
    for byte in content {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg());
        }
    }
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1];
    let lengths = [length.to_le_bytes(), (!length).to_le_bytes()].concat();
    [&head[..], &lengths, content, &(!sum).to_le_bytes(), &u32::from(length).to_le_bytes()].concat()
}

#[tokio::test]
async fn nothing_that_an_answer_says_comes_out() {
    let log = Log::of_this_process();
    let said: Vec<String> =
        ANSWERS.iter().enumerate().map(|(number, (_, _, _, said))| said.replace('§', &plant(number))).collect();
    let answers = ANSWERS.iter().zip(&said).map(|((_, _, at, _), said)| Then::Write(planted(*at, said)));
    let server = Server::start(answers.collect()).await;
    let (client, ring) = recorded(server.settings());
    let access = AccessToken::new("an-opaque-token-of-the-test".to_owned());
    let mut places = Places::default();
    for _ in ANSWERS {
        match client.get_identities(&access).await {
            Ok(read) => places.add("an attempt", format!("{:?}", read.attempt)),
            Err(failure) => places.add("a failure", format!("{failure:?} {failure}")),
        }
    }
    places.add_ring(&after_calls(&ring, ANSWERS.len() as u64).await);
    places.add("the log", log.text());
    assert_eq!(server.requests().len(), ANSWERS.len(), "each row went over the wire");
    for (number, (what, section, at, _)) in ANSWERS.iter().enumerate() {
        places.are_free_of(&format!("{what} (section {section}, {at:?})"), &plant(number));
    }
    for text in ["DEBUG bindery::genauth", "[redacted refresh token", "[redacted link]", "statusCode"] {
        places.hold(text);
    }
}

/// The address of the call holds an ID token and the header an access token; no answer comes, or half of one.
#[tokio::test]
async fn nothing_comes_out_of_calls_that_are_not_answered() {
    let log = Log::of_this_process();
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{".to_vec();
    let server = Server::start(vec![
        Then::Close,
        Then::Reset,
        Then::Write(half.clone()),
        Then::Write(b"no HTTP at all\r\n\r\n".to_vec()),
        Then::WriteAndHang(half),
    ])
    .await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let impatient = Deadlines { whole: Duration::from_millis(300), ..server.settings().deadlines };
    let (client, ring) = recorded(server.settings());
    let (waiting, waiting_ring) = recorded(ClientSettings { deadlines: impatient, ..server.settings() });
    let (lost, lost_ring) = recorded(settings(&format!("http://{closed}")));
    let brief = Deadlines { connect: Duration::from_millis(300), ..server.settings().deadlines };
    let with_tls = settings(&format!("https://{}", server.address));
    let (unsafe_client, unsafe_ring) = recorded(ClientSettings { deadlines: brief, ..with_tls });
    let (access, id) = (AccessToken::new(plant(800)), IdToken::new(plant(801)));
    let mut places = Places::default();
    for client in [&client, &client, &client, &client, &waiting, &lost, &unsafe_client] {
        let failure = client.generate_link_ext_idp_url(&access, &id, "my-github", None).await.unwrap_err();
        places.add("a failure", format!("{failure:?} {failure}"));
    }
    // A header cannot carry this one, so it is not sent at all.
    let unsendable = AccessToken::new(format!("{}\n", plant(802)));
    places.add("a failure", format!("{:?}", client.get_identities(&unsendable).await.unwrap_err()));
    for (ring, calls) in [(&ring, 5), (&waiting_ring, 1), (&lost_ring, 1), (&unsafe_ring, 1)] {
        places.add_ring(&after_calls(ring, calls).await);
    }
    places.add("the log", log.text());
    for (number, what) in [(800, "access token"), (801, "ID token"), (802, "token that cannot be sent")] {
        places.are_free_of(what, &plant(number));
    }
    places.hold("/api/v3/generate-link-extidp-url");
}

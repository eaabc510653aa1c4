//! How many calls of `get-identities` the sandbox answers in a second on loopback, and whether its memory stays flat.
//!
//! `cargo bench --bench sandbox` prints both. The calls go over a few keep-alive connections of plain TCP, so that no HTTP
//! client is measured; client and service share the machine and, for the memory, the process.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a measurement is read by a person")]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use bindery::sandbox::{Persona, Sandbox};
use serde_json::{Value, json};

const CONNECTIONS: usize = 4;
const RUNS: usize = 5;
const CALLS_OF_A_RUN: usize = 20_000;
const CALLS_FOR_MEMORY: usize = 200_000;
/// The persona with 10,000 identities answers more than a megabyte each time.
const CALLS_WITH_MANY: usize = 200;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    for (key, calls, for_memory) in
        [("rich", CALLS_OF_A_RUN, CALLS_FOR_MEMORY), ("many", CALLS_WITH_MANY, CALLS_WITH_MANY * 10)]
    {
        let Some(persona) = sandbox.pool().personas().find(|persona| persona.key == key) else {
            println!("{key}: there is no such persona");
            continue;
        };
        let request = get_identities(&sandbox, persona);
        let first = Client::connect(sandbox.address()).call(&request);
        let mut runs: Vec<f64> = (0..RUNS).map(|_| run(sandbox.address(), &request, calls)).collect();
        runs.sort_by(f64::total_cmp);
        let (slowest, median, fastest) = (runs[0], runs[RUNS / 2], runs[RUNS - 1]);
        println!(
            "{key}: {median:.0} calls a second (median of {RUNS} runs of {calls}, {slowest:.0} to {fastest:.0}), {} bytes an answer",
            first.len()
        );
        let before = resident();
        run(sandbox.address(), &request, for_memory);
        let after = resident();
        println!("{key}: resident memory {before:.1} MiB before and {after:.1} MiB after {for_memory} calls");
    }
    runtime.block_on(sandbox.stop());
}

/// The bytes of a signed-in read.
fn get_identities(sandbox: &Sandbox, persona: &Persona) -> Vec<u8> {
    let body = json!({
        "connection": "PASSWORD",
        "passwordPayload": {"account": persona.account(), "password": persona.password},
    })
    .to_string();
    let head = format!(
        "POST /api/v3/signin HTTP/1.1\r\nHost: 127.0.0.1\r\nx-genauth-app-id: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        sandbox.app_id(),
        body.len()
    );
    let answer = Client::connect(sandbox.address()).call(format!("{head}{body}").as_bytes());
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let token = answer["data"]["access_token"].as_str().unwrap_or_else(|| panic!("{answer}"));
    format!(
        "GET /api/v3/get-identities HTTP/1.1\r\nHost: 127.0.0.1\r\nx-genauth-app-id: {}\r\nAuthorization: Bearer {token}\r\n\r\n",
        sandbox.app_id()
    )
    .into_bytes()
}

/// Makes so many calls over a few connections at once, and gives the calls in a second.
fn run(address: SocketAddr, request: &[u8], calls: usize) -> f64 {
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut client = Client::connect(address);
                for _ in 0..calls / CONNECTIONS {
                    assert!(is_success(&client.call(request)), "a call failed");
                }
            });
        }
    });
    calls as f64 / started.elapsed().as_secs_f64()
}

/// Whether an envelope says 200, wherever its `statusCode` stands.
fn is_success(answer: &[u8]) -> bool {
    let code = br#""statusCode":200"#;
    answer.windows(code.len()).rev().any(|window| window == code)
}

/// A keep-alive connection.
struct Client {
    socket: TcpStream,
    buffer: Vec<u8>,
}

impl Client {
    fn connect(address: SocketAddr) -> Self {
        let socket = TcpStream::connect(address).unwrap();
        socket.set_nodelay(true).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        Self { socket, buffer: Vec::new() }
    }

    /// Sends a request and reads the body of its answer.
    fn call(&mut self, request: &[u8]) -> Vec<u8> {
        self.socket.write_all(request).unwrap();
        self.buffer.clear();
        let mut chunk = vec![0; 1 << 16];
        let mut whole = None;
        while whole.is_none_or(|whole| self.buffer.len() < whole) {
            let read = self.socket.read(&mut chunk).unwrap();
            assert!(read > 0, "the connection ended");
            self.buffer.extend_from_slice(&chunk[..read]);
            whole = whole.or_else(|| head_and_body(&self.buffer));
        }
        let head = self.buffer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
        self.buffer[head..].to_vec()
    }
}

/// The length of a whole answer, once its head is there.
fn head_and_body(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = str::from_utf8(&bytes[..head]).unwrap().to_ascii_lowercase();
    let (_, length) = text.split_once("content-length: ")?;
    Some(head + length.split("\r\n").next()?.parse::<usize>().unwrap())
}

/// The resident memory of this process in MiB; 0 where there is no `/proc`.
fn resident() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<f64>().ok());
    // Linux on the usual machines has pages of 4 KiB.
    pages.unwrap_or_default() * 4096.0 / f64::from(1 << 20)
}

//! What recording costs a call on loopback, and whether the memory of what is kept stays bounded.
//!
//! `cargo bench --bench recording` prints both. Each pair of calls reads the identities of the persona "rich", once with a
//! client that keeps nothing and once with one that records, in turn; service and clients share the machine and the process.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement is read by a person")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use bindery::genauth::{AccessToken, AppHost, Client, ClientSettings, ExchangeObserver, NoObserver, Password};
use bindery::inspector::{MOST_BYTES, Recorder, Ring};
use bindery::sandbox::Sandbox;

const PAIRS: usize = 1000;
const WARM_UP: usize = 200;
const CALLS_FOR_MEMORY: usize = 100_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::start().await.unwrap();
        let ring = Ring::default();
        let silent = client(&sandbox, Arc::new(NoObserver));
        let recording = client(&sandbox, Recorder::start(ring.clone()));
        let rich = sandbox.pool().personas().find(|persona| persona.key == "rich").unwrap();
        let password = Password::new(rich.password.clone().unwrap());
        let tokens = silent.sign_in_with_password(rich.account(), &password).await.unwrap().value;
        let token = tokens.access_token;
        for _ in 0..WARM_UP {
            timed(&silent, &token).await;
            timed(&recording, &token).await;
        }
        let (mut without, mut with, mut more) = (Vec::new(), Vec::new(), Vec::new());
        for pair in 0..PAIRS {
            let (first, second) = if pair % 2 == 0 { (&silent, &recording) } else { (&recording, &silent) };
            let (first, second) = (timed(first, &token).await, timed(second, &token).await);
            let (silent, recorded) = if pair % 2 == 0 { (first, second) } else { (second, first) };
            without.push(silent);
            with.push(recorded);
            more.push(recorded.as_secs_f64() - silent.as_secs_f64());
        }
        more.sort_by(f64::total_cmp);
        let (without, with) = (median(&mut without), median(&mut with));
        println!(
            "a call takes {:.1} µs without and {:.1} µs with recording: {:+.1} % (medians of {PAIRS} pairs; the median of the differences is {:+.1} µs)",
            microseconds(without),
            microseconds(with),
            (with.as_secs_f64() / without.as_secs_f64() - 1.0) * 100.0,
            more[PAIRS / 2] * 1e6,
        );
        let before = resident();
        let began = Instant::now();
        for _ in 0..CALLS_FOR_MEMORY {
            timed(&recording, &token).await;
        }
        let kept = ring.snapshot();
        println!(
            "after {CALLS_FOR_MEMORY} recorded calls in {:.0} s: {} kept with {:.1} of {} MiB; resident memory {before:.1} MiB before, {:.1} MiB after",
            began.elapsed().as_secs_f64(),
            kept.entries.len(),
            kept.bytes as f64 / f64::from(1 << 20),
            MOST_BYTES >> 20,
            resident(),
        );
        sandbox.stop().await;
    });
}

fn client(sandbox: &Sandbox, observer: Arc<dyn ExchangeObserver>) -> Client {
    let host = AppHost::parse(&format!("http://{}", sandbox.address())).unwrap();
    Client::new(ClientSettings::of(host, sandbox.app_id().to_owned()), observer).unwrap()
}

async fn timed(client: &Client, token: &AccessToken) -> Duration {
    let began = Instant::now();
    client.get_identities(token).await.unwrap();
    began.elapsed()
}

fn median(durations: &mut [Duration]) -> Duration {
    durations.sort_unstable();
    durations[durations.len() / 2]
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// The resident memory of this process in MiB; 0 where there is no `/proc`.
fn resident() -> f64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<f64>().ok());
    // Linux on the usual machines has pages of 4 KiB.
    pages.unwrap_or_default() * 4096.0 / f64::from(1 << 20)
}

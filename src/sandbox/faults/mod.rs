//! Everything that can go wrong on demand: what waits, when it strikes, and what is then seen on the wire.
//!
//! A fault is written in one line, the same everywhere: on the command line, in a [`Scenario`], over the admin API and
//! in the window. `endpoint=kind`, then how often (`x3`, or `x*` until cleared; once if nothing is said), then options
//! after commas: `after-2` lets two requests pass first, `p0.3` strikes three of ten, drawn from the scenario's seed.
//!
//! ```text
//! get-identities=http-502x3,after-2,p0.3
//! ```
//!
//! An endpoint is the last part of a path (`unlink-extidp`), a whole path (`/oidc/token`), `*` for every request, or
//! `service` for the service as a whole. Faults stand in a queue. A request is struck by the first one that is for it;
//! the others do not count it. `docs/faults.md` says the same at length, for people.
//!
//! | kind | what happens |
//! |---|---|
//! | `latency-1500ms` | the endpoint runs after this time |
//! | `latency-100..900ms` | … after a time between these two, drawn from the seed |
//! | `latency-100ms+200ms` | … after 100 ms, then 300 ms, then 500 ms: more with every strike |
//! | `refuse-3s` | only for `service`: the port is closed for 3 s, and so is every connection once its answer is out |
//! | `reset-before` | the connection is reset and the endpoint does not run |
//! | `reset-after` | the endpoint runs, then the connection is reset without a byte of answer |
//! | `stall` | the endpoint runs; the head and half of the body come, then nothing, and the connection stays |
//! | `truncate` | the endpoint runs; half of the body that `Content-Length` promises comes, then the end |
//! | `drip-16/50ms` | the endpoint runs; 16 bytes of the body come every 50 ms |
//! | `length+10`, `length-10` | the endpoint runs; the whole body comes, and `Content-Length` is wrong by so much |
//! | `http-502` | a gateway's HTML page; `http-502-text` and `http-502-empty` answer plain text and nothing |
//! | `http-429-retry-7s` | … with `Retry-After: 7`; goes with every HTTP status and body |
//! | `429`, `403/2020` | an envelope with this `statusCode` and `apiCode`, at HTTP 200 |
//! | `429-retry-7s` | … with the header `Retry-After: 7` |
//! | `oauth-invalid_grant` | an OAuth error of this name |
//! | `redirect-http://127.0.0.1:9/` | HTTP 302 to there |
//! | `malformed` | the endpoint runs; the answer is broken JSON |
//! | `shape-null` | the endpoint runs; `data` is null; also `-text`, `-number`, `-list`, `-object`, and `-nested` (512 deep) |
//! | `huge-8MiB` | the endpoint runs; the answer is as valid as ever, and this large |
//! | `token-expired`, `token-revoked` | the access token that the request carries is no longer good; the endpoint runs and refuses |
//! | `refresh-refused` | the refresh token that the request carries is gone; the endpoint runs and answers `invalid_grant` |
//! | `clock+300s`, `clock-300s` | the service's clock is ahead or behind from now on, until another such fault |
//! | `lag-3` | after the next commit, three reads of the account's identities show what was before it |
//!
//! What the endpoint did stays done, whatever became of its answer.

mod answers;
mod bodies;
mod display;
mod error;
mod fault;
mod kind_notation;
mod notation;
mod passage;
mod port;
mod queue;
mod scenario;
mod strike;

pub use error::FaultError;
pub use fault::{Fault, FaultKind, Latency, Page, Probability, Shape, Times};
pub use queue::Faults;
pub use scenario::{Scenario, ScenarioError, ScenarioProblem};

pub(super) use passage::{Next, Passage};
pub(super) use port::{Port, PortState};
pub(super) use strike::strike;

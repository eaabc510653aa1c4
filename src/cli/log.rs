//! The program's log: what it tells, and to whom.

use tracing::Subscriber;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::LogLevel;

/// Writes what this level lets through, one line for each event. Also what the program is built from logs goes there, as
/// far as [`LogLevel::filter`] lets it.
pub fn log_to<W>(level: LogLevel, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'writer> MakeWriter<'writer> + Send + Sync + 'static,
{
    tracing_subscriber::fmt().with_env_filter(EnvFilter::new(level.filter())).with_writer(writer).finish()
}

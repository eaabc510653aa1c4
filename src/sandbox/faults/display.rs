//! How a fault is written: in one line, which reads back as the same fault.

use std::fmt;

use super::fault::{Fault, FaultKind, Latency, Page, Probability, Shape, Times};
use super::notation::split_times;

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind.to_string();
        write!(formatter, "{}={kind}", self.endpoint)?;
        match self.times {
            // An address to redirect to may itself end in what looks like a number of times.
            Times::Exactly(1) if matches!(split_times(&kind), Ok((whole, _)) if whole == kind) => {}
            Times::Exactly(times) => write!(formatter, "x{times}")?,
            Times::UntilCleared => formatter.write_str("x*")?,
        }
        if self.after > 0 {
            write!(formatter, ",after-{}", self.after)?;
        }
        if self.probability != Probability::ALWAYS {
            let digits = format!("{:06}", self.probability.millionths());
            write!(formatter, ",p0.{}", digits.trim_end_matches('0'))?;
        }
        Ok(())
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let retry = |retry_after: &Option<u32>| match retry_after {
            Some(seconds) => format!("-retry-{seconds}s"),
            None => String::new(),
        };
        match self {
            Self::Latency(Latency::Fixed(time)) => write!(formatter, "latency-{}ms", time.as_millis()),
            Self::Latency(Latency::Spread { from, to }) => {
                write!(formatter, "latency-{}..{}ms", from.as_millis(), to.as_millis())
            }
            Self::Latency(Latency::Growing { first, step }) => {
                write!(formatter, "latency-{}ms+{}ms", first.as_millis(), step.as_millis())
            }
            Self::Refuse(time) if time.subsec_millis() == 0 => write!(formatter, "refuse-{}s", time.as_secs()),
            Self::Refuse(time) => write!(formatter, "refuse-{}ms", time.as_millis()),
            Self::Drip { bytes, every } => write!(formatter, "drip-{bytes}/{}ms", every.as_millis()),
            Self::WrongLength(by) => write!(formatter, "length{by:+}"),
            Self::Http { http_status, page, retry_after } => {
                let page = match page {
                    Page::Html => "",
                    Page::Text => "-text",
                    Page::Empty => "-empty",
                };
                write!(formatter, "http-{http_status}{page}{}", retry(retry_after))
            }
            Self::Envelope { status_code, api_code, retry_after } => {
                write!(formatter, "{status_code}")?;
                if let Some(api_code) = api_code {
                    write!(formatter, "/{api_code}")?;
                }
                formatter.write_str(&retry(retry_after))
            }
            Self::OauthError { error } => write!(formatter, "oauth-{error}"),
            Self::Redirect { to } => write!(formatter, "redirect-{to}"),
            Self::Shape(shape) => formatter.write_str(match shape {
                Shape::Null => "shape-null",
                Shape::Text => "shape-text",
                Shape::Number => "shape-number",
                Shape::List => "shape-list",
                Shape::Object => "shape-object",
                Shape::Nested => "shape-nested",
            }),
            Self::Huge { bytes } if bytes % (1 << 20) == 0 => write!(formatter, "huge-{}MiB", bytes >> 20),
            Self::Huge { bytes } if bytes % (1 << 10) == 0 => write!(formatter, "huge-{}KiB", bytes >> 10),
            Self::Huge { bytes } => write!(formatter, "huge-{bytes}B"),
            Self::Clock { seconds } => write!(formatter, "clock{seconds:+}s"),
            Self::Lag { reads } => write!(formatter, "lag-{reads}"),
            Self::ResetBefore
            | Self::ResetAfter
            | Self::Stall
            | Self::Truncate
            | Self::Malformed
            | Self::TokenExpired
            | Self::TokenRevoked
            | Self::RefreshRefused => formatter.write_str(self.name()),
        }
    }
}

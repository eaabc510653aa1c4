//! How a fault is read from the one line in which it is written.

use std::str::FromStr;

use super::error::FaultError;
use super::fault::{Fault, FaultKind, Probability, Times};
use super::kind_notation::{is_digits, read_kind, read_number};

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (endpoint, rest) = text.split_once('=').ok_or(FaultError::NoKind)?;
        if endpoint.is_empty() || endpoint.contains(|c: char| c.is_whitespace() || c.is_control() || c == '#') {
            return Err(FaultError::Endpoint(endpoint.to_owned()));
        }
        let mut parts = rest.split(',');
        let (kind, times) = split_times(parts.next().unwrap_or_default())?;
        let mut fault = Self { times, ..Self::once(endpoint, read_kind(kind)?) };
        match (fault.is_for_service(), &fault.kind) {
            (true, kind) if !kind.can_strike_service() => return Err(FaultError::NotOfService(kind.to_string())),
            (false, kind @ FaultKind::Refuse(_)) => return Err(FaultError::OnlyOfService(kind.to_string())),
            _ => {}
        }
        let (mut after, mut probability) = (None, None);
        for option in parts {
            let again = if let Some(number) = option.strip_prefix("after-") {
                let number = read_number(number).ok_or_else(|| FaultError::Option(option.to_owned()))?;
                after.replace(number).is_some()
            } else {
                let likely = option.strip_prefix('p').and_then(read_probability);
                probability.replace(likely.ok_or_else(|| FaultError::Option(option.to_owned()))?).is_some()
            };
            if again {
                return Err(FaultError::OptionAgain(option.to_owned()));
            }
        }
        fault.after = after.unwrap_or_default();
        fault.probability = probability.unwrap_or(Probability::ALWAYS);
        Ok(fault)
    }
}

/// Takes `x3` or `x*` off the end.
pub(super) fn split_times(text: &str) -> Result<(&str, Times), FaultError> {
    match text.rsplit_once('x') {
        Some((kind, "*")) => Ok((kind, Times::UntilCleared)),
        Some((kind, times)) if is_digits(times) => match times.parse() {
            Ok(number) if number > 0 => Ok((kind, Times::Exactly(number))),
            _ => Err(FaultError::Times(times.to_owned())),
        },
        _ => Ok((text, Times::Exactly(1))),
    }
}

/// `1`, or `0.` with up to six digits that are not all 0.
fn read_probability(text: &str) -> Option<Probability> {
    if text == "1" {
        return Some(Probability::ALWAYS);
    }
    let digits = text.strip_prefix("0.").filter(|digits| is_digits(digits) && digits.len() <= 6)?;
    Probability::from_millionths(read_number(&format!("{digits:0<6}"))?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::super::fault::{Latency, Page, Shape};
    use super::super::kind_notation::FARTHEST_CLOCK;
    use super::super::kind_notation::may_have_a_body;
    use super::*;

    fn parse(text: &str) -> Result<FaultKind, FaultError> {
        text.parse::<Fault>().map(|fault| fault.kind)
    }

    #[test]
    fn what_was_ever_written_is_still_read() {
        assert_eq!(parse("a=reset-before"), Ok(FaultKind::ResetBefore));
        assert_eq!(parse("a=reset-after"), Ok(FaultKind::ResetAfter));
        assert_eq!(parse("a=stall"), Ok(FaultKind::Stall));
        assert_eq!(parse("a=truncate"), Ok(FaultKind::Truncate));
        let fixed = |milliseconds| FaultKind::Latency(Latency::Fixed(Duration::from_millis(milliseconds)));
        assert_eq!(parse("a=latency-1500ms"), Ok(fixed(1500)));
        assert_eq!(parse("a=latency-2s"), Ok(fixed(2000)));
        assert_eq!(parse("a=http-502"), Ok(FaultKind::gateway_page(502)));
        let envelope = |status_code, api_code| FaultKind::Envelope { status_code, api_code, retry_after: None };
        assert_eq!(parse("a=403/2020"), Ok(envelope(403, Some(2020))));
        assert_eq!(parse("a=429"), Ok(envelope(429, None)));
        assert_eq!(parse("token=oauth-invalid_grant"), Ok(FaultKind::OauthError { error: "invalid_grant".to_owned() }));
        let fault: Fault = "get-identities=http-502x2".parse().unwrap();
        assert_eq!((fault.endpoint.as_str(), fault.times), ("get-identities", Times::Exactly(2)));
        assert_eq!(fault.kind, FaultKind::gateway_page(502));
        let fault: Fault = "*=403/2020x30".parse().unwrap();
        assert_eq!((fault.endpoint.as_str(), fault.times), ("*", Times::Exactly(30)));
    }

    #[test]
    fn kinds_with_numbers_are_read() {
        let milliseconds = Duration::from_millis;
        let spread = Latency::Spread { from: milliseconds(100), to: milliseconds(900) };
        for text in ["a=latency-100..900ms", "a=latency-100ms..900ms"] {
            assert_eq!(parse(text), Ok(FaultKind::Latency(spread)));
        }
        let spread = Latency::Spread { from: milliseconds(1000), to: milliseconds(2000) };
        assert_eq!(parse("a=latency-1..2s"), Ok(FaultKind::Latency(spread)));
        let growing = Latency::Growing { first: milliseconds(100), step: milliseconds(2000) };
        assert_eq!(parse("a=latency-100ms+2s"), Ok(FaultKind::Latency(growing)));
        assert_eq!(parse("service=refuse-3s"), Ok(FaultKind::Refuse(milliseconds(3000))));
        assert_eq!(parse("a=drip-16/50ms"), Ok(FaultKind::Drip { bytes: 16, every: milliseconds(50) }));
        assert_eq!(parse("a=length+10"), Ok(FaultKind::WrongLength(10)));
        assert_eq!(parse("a=length-10"), Ok(FaultKind::WrongLength(-10)));
        assert_eq!(parse("a=huge-8MiB"), Ok(FaultKind::Huge { bytes: 8 << 20 }));
        assert_eq!(parse("a=clock-300s"), Ok(FaultKind::Clock { seconds: -300 }));
        assert_eq!(parse("service=clock+0s"), Ok(FaultKind::Clock { seconds: 0 }));
        assert_eq!(parse("a=lag-3"), Ok(FaultKind::Lag { reads: 3 }));
        let page = FaultKind::Http { http_status: 429, page: Page::Text, retry_after: Some(7) };
        assert_eq!(parse("a=http-429-text-retry-7s"), Ok(page));
        let envelope = FaultKind::Envelope { status_code: 429, api_code: Some(2000), retry_after: Some(7) };
        assert_eq!(parse("a=429/2000-retry-7sx2"), Ok(envelope));
    }

    #[test]
    fn options_follow_the_number_of_times() {
        let fault: Fault = "get-identities=stallx3,after-2,p0.3".parse().unwrap();
        assert_eq!((fault.times, fault.after, fault.probability.millionths()), (Times::Exactly(3), 2, 300_000));
        let other: Fault = "get-identities=stallx3,p0.300000,after-2".parse().unwrap();
        assert_eq!(other, fault);
        let fault: Fault = "*=stallx*,p1".parse().unwrap();
        assert_eq!((fault.times, fault.after, fault.probability), (Times::UntilCleared, 0, Probability::ALWAYS));
    }

    #[test]
    fn an_address_that_ends_in_a_number_of_times_is_written_with_one() {
        let fault = Fault::once("signin", FaultKind::Redirect { to: "/x2".to_owned() });
        assert_eq!(fault.to_string(), "signin=redirect-/x2x1");
        assert_eq!(fault.to_string().parse(), Ok(fault));
    }

    #[test]
    fn every_example_reads_back_as_itself_and_every_kind_has_one() {
        let faults: Vec<Fault> = FaultKind::EXAMPLES
            .iter()
            .map(|kind| format!("{}={kind}", if kind.starts_with("refuse") { "service" } else { "signin" }))
            .map(|text| {
                let fault: Fault = text.parse().unwrap();
                assert_eq!(fault.to_string(), text);
                fault
            })
            .collect();
        proptest!(|(kind in any_kind())| {
            prop_assert!(faults.iter().any(|fault| fault.kind.name() == kind.name()), "{} has no example", kind.name());
        });
    }

    #[test]
    fn whoever_mistypes_a_kind_is_told_every_one() {
        let told = FaultError::Kind("explode".to_owned()).to_string();
        let words: Vec<&str> = told.split([' ', ',']).collect();
        let named: Vec<&str> = words.iter().filter_map(|word| read_kind(word).ok()).map(|kind| kind.name()).collect();
        for example in FaultKind::EXAMPLES {
            let name = read_kind(example).unwrap().name();
            assert!(named.contains(&name), "{name} is not in: {told}");
        }
    }

    #[test]
    fn what_is_not_a_fault_says_why() {
        assert_eq!(parse("signin"), Err(FaultError::NoKind));
        for endpoint in ["", "a b", "#a", "a\u{0}"] {
            assert_eq!(parse(&format!("{endpoint}=stall")), Err(FaultError::Endpoint(endpoint.to_owned())));
        }
        for times in ["0", "4294967296"] {
            assert_eq!(parse(&format!("a=stallx{times}")), Err(FaultError::Times(times.to_owned())));
        }
        for status in ["100", "+502", "600", "502-pdf", "429-retry-7", "429-retry-", ""] {
            assert_eq!(parse(&format!("a=http-{status}")), Err(FaultError::HttpStatus(status.to_owned())));
        }
        for option in ["", "after", "after-", "after-+1", "p", "p0", "p0.", "p0.0000001", "p1.5", "p0.+1", "x3", " p1"]
        {
            assert_eq!(parse(&format!("a=stall,{option}")), Err(FaultError::Option(option.to_owned())));
        }
        assert_eq!(parse("a=stall,p1,p0.5"), Err(FaultError::OptionAgain("p0.5".to_owned())));
        assert_eq!(parse("service=stall"), Err(FaultError::NotOfService("stall".to_owned())));
        assert_eq!(parse("signin=refuse-3s"), Err(FaultError::OnlyOfService("refuse-3s".to_owned())));
        let long = format!("latency-{}s", u64::MAX);
        for kind in [
            "",
            "explode",
            "latency-",
            "latency-5",
            "latency--5ms",
            "latency-9..1ms",
            "latency-1..2",
            "latency-1ms+2",
            &long,
            "refuse-",
            "drip-0/5ms",
            "drip-5",
            "length",
            "length+0",
            "length10",
            "length-268435457",
            "huge-8",
            "huge-0KiB",
            "huge-65MiB",
            "huge-8mib",
            "shape-",
            "shape-round",
            "clock300s",
            "clock+300",
            "clock+3155760001s",
            "lag-0",
            "lag-",
            "redirect-",
            "redirect-/a b",
            "403/",
            "/2020",
            "+403",
            "403-retry-7",
            "oauth-",
            "oauth-A",
            "99999",
            "token",
            "stall ",
        ] {
            assert_eq!(parse(&format!("a={kind}")), Err(FaultError::Kind(kind.to_owned())));
        }
    }

    fn any_kind() -> impl Strategy<Value = FaultKind> {
        let time = || any::<u64>().prop_map(Duration::from_millis);
        let page = prop_oneof![Just(Page::Html), Just(Page::Text), Just(Page::Empty)];
        let word = || {
            prop::sample::select(vec![
                FaultKind::ResetBefore,
                FaultKind::ResetAfter,
                FaultKind::Stall,
                FaultKind::Truncate,
                FaultKind::Malformed,
                FaultKind::TokenExpired,
                FaultKind::TokenRevoked,
                FaultKind::RefreshRefused,
                FaultKind::Shape(Shape::Null),
                FaultKind::Shape(Shape::Text),
                FaultKind::Shape(Shape::Number),
                FaultKind::Shape(Shape::List),
                FaultKind::Shape(Shape::Object),
                FaultKind::Shape(Shape::Nested),
            ])
        };
        prop_oneof![
            8 => word(),
            1 => time().prop_map(|time| FaultKind::Latency(Latency::Fixed(time))),
            1 => (time(), time()).prop_map(|(one, other)| {
                FaultKind::Latency(Latency::Spread { from: one.min(other), to: one.max(other) })
            }),
            1 => (time(), time()).prop_map(|(first, step)| FaultKind::Latency(Latency::Growing { first, step })),
            1 => time().prop_map(FaultKind::Refuse),
            1 => (1..=u32::MAX, time()).prop_map(|(bytes, every)| FaultKind::Drip { bytes, every }),
            1 => (1..=1 << 26, any::<bool>()).prop_map(|(by, more)| FaultKind::WrongLength(if more { by } else { -by })),
            1 => ((200..=599_u16).prop_filter("has a body", |status| may_have_a_body(*status)), page, any::<Option<u32>>())
                .prop_map(|(http_status, page, retry_after)| FaultKind::Http { http_status, page, retry_after }),
            1 => (any::<u16>(), any::<Option<u32>>(), any::<Option<u32>>()).prop_map(
                |(status_code, api_code, retry_after)| FaultKind::Envelope { status_code, api_code, retry_after }
            ),
            1 => "[a-z_]{1,20}".prop_map(|error| FaultKind::OauthError { error }),
            1 => "[!-+\\--~]{1,40}(x[0-9]{1,3}|x\\*)?".prop_map(|to| FaultKind::Redirect { to }),
            1 => (1..=64_u32, prop::sample::select(vec![1_u32, 1 << 10, 1 << 20]))
                .prop_map(|(number, unit)| FaultKind::Huge { bytes: number * unit }),
            1 => (-FARTHEST_CLOCK..=FARTHEST_CLOCK).prop_map(|seconds| FaultKind::Clock { seconds }),
            1 => (1..=u32::MAX).prop_map(|reads| FaultKind::Lag { reads }),
        ]
    }

    fn any_fault() -> impl Strategy<Value = Fault> {
        let times = prop_oneof![Just(Times::UntilCleared), (1..=u32::MAX).prop_map(Times::Exactly)];
        let likely = (1..=1_000_000_u32).prop_map(|millionths| Probability::from_millionths(millionths).unwrap());
        let endpoint = "(\\*|[a-z.-]{1,20}|/[a-z0-9/.-]{1,30})";
        (endpoint, any_kind(), times, any::<u32>(), likely, any::<bool>()).prop_map(
            |(endpoint, kind, times, after, probability, whole)| {
                let whole = matches!(kind, FaultKind::Refuse(_)) || whole && kind.can_strike_service();
                let endpoint = if whole { Fault::SERVICE.to_owned() } else { endpoint };
                Fault { endpoint, kind, times, after, probability }
            },
        )
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = text.parse::<Fault>();
        }

        #[test]
        fn no_text_close_to_a_fault_panics(
            endpoint in "[a-z*/-]{0,8}",
            kind in "(latency-|http-|oauth-|reset-|huge-|length|clock|drip-|x)?[0-9a-zé/+x.-]{0,24}",
            options in "(,(after-|p)?[0-9a-z.-]{0,4}){0,3}",
        ) {
            if let Ok(fault) = format!("{endpoint}={kind}{options}").parse::<Fault>() {
                prop_assert_eq!(fault.to_string().parse::<Fault>(), Ok(fault));
            }
        }

        #[test]
        fn what_is_written_reads_back(fault in any_fault()) {
            prop_assert_eq!(fault.to_string().parse::<Fault>(), Ok(fault));
        }
    }
}

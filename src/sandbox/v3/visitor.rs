//! Where a request comes from, as a login history tells it (reference section 5.5).

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::HeaderMap;
use serde_json::{Value, json};

/// More of a `User-Agent` than anybody reads.
const LONGEST_USER_AGENT: usize = 512;

/// The `User-Agent` header.
pub(crate) fn user_agent(headers: &HeaderMap) -> String {
    let sent = headers.get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or_default();
    sent.chars().take(LONGEST_USER_AGENT).collect()
}

/// The person's address: what a relaying server says in `x-real-ip` (reference section 1.2), or this machine's.
pub(crate) fn client_ip(headers: &HeaderMap) -> String {
    let sent = headers.get("x-real-ip").and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    if sent.parse::<std::net::IpAddr>().is_ok() { sent.to_owned() } else { "127.0.0.1".to_owned() }
}

/// The ID of a device: the same for the same account and `User-Agent` each time, of 24 hexadecimal digits.
pub(crate) fn device_id(user_id: &str, user_agent: &str) -> String {
    let hash = digest(&SHA256, format!("{user_id}\n{user_agent}").as_bytes());
    hash.as_ref().iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Device, system and browser, as far as the first word that is known tells. The browser stands there under both names:
/// `browser` of the documentation and `name` of the DTO (reference section 5.5).
pub(crate) fn parsed_user_agent(user_agent: &str) -> Value {
    // Every browser claims to be several others; the one that only it names comes first.
    const BROWSERS: &[(&str, &str)] = &[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
        ("python-requests/", "Python Requests"),
    ];
    const SYSTEMS: &[(&str, &str)] = &[
        ("iPhone", "iOS"),
        ("iPad", "iOS"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(word, _)| user_agent.contains(word)).map(|(_, name)| *name)
    };
    let system = known(SYSTEMS);
    let device = match system {
        Some("iOS" | "Android") => Some("Mobile"),
        Some(_) => Some("Desktop"),
        None => None,
    };
    let browser = known(BROWSERS);
    json!({"device": device, "os": system, "browser": browser, "name": browser})
}

/// Where an address is. The sandbox's people travel between networks kept for documentation (RFC 5737), which are given
/// places here; of any other address nothing is known, and every field is null.
pub(crate) fn geoip(client_ip: &str) -> Value {
    let place = match client_ip.rsplit_once('.').map(|(network, _)| network) {
        Some("192.0.2") => ("China", "CN", "CHN", "Zhejiang", "ZJ", "Hangzhou", "AS", "Asia/Shanghai", 120.16, 30.29),
        Some("198.51.100") => {
            ("United States", "US", "USA", "California", "CA", "San Jose", "NA", "America/Los_Angeles", -121.89, 37.34)
        }
        Some("203.0.113") => {
            ("Germany", "DE", "DEU", "Land Berlin", "BE", "Berlin", "EU", "Europe/Berlin", 13.41, 52.52)
        }
        _ => {
            return json!({
                "location": null, "country_name": null, "country_code2": null, "country_code3": null,
                "region_name": null, "region_code": null, "city_name": null, "continent_code": null, "timezone": null,
            });
        }
    };
    let (country, two, three, region, region_code, city, continent, timezone, lon, lat) = place;
    json!({
        "location": {"lon": lon, "lat": lat}, "country_name": country, "country_code2": two, "country_code3": three,
        "region_name": region, "region_code": region_code, "city_name": city, "continent_code": continent,
        "timezone": timezone,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart_although_they_name_one_another() {
        for (user_agent, device, system, browser) in [
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/138.0 Safari/537.36",
                "Desktop",
                "Windows",
                "Chrome",
            ),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/138.0 Safari/537.36 Edg/138.0", "Desktop", "Windows", "Edge"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1",
                "Mobile",
                "iOS",
                "Safari",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Desktop", "Linux", "Firefox"),
        ] {
            let expected = json!({"device": device, "os": system, "browser": browser, "name": browser});
            assert_eq!(parsed_user_agent(user_agent), expected);
        }
        let nothing = json!({"device": null, "os": null, "browser": null, "name": null});
        assert_eq!(parsed_user_agent(""), nothing);
    }

    #[test]
    fn only_documentation_networks_are_anywhere() {
        assert_eq!(geoip("192.0.2.81").get("city_name"), Some(&json!("Hangzhou")));
        for elsewhere in ["127.0.0.1", "::1", "", "192.0.2", "not an address"] {
            assert_eq!(geoip(elsewhere).get("location"), Some(&Value::Null), "{elsewhere}");
        }
    }

    #[test]
    fn a_relayed_address_has_to_be_one() {
        let mut headers = HeaderMap::new();
        assert_eq!(client_ip(&headers), "127.0.0.1");
        headers.insert("x-real-ip", "198.51.100.7".parse().unwrap());
        assert_eq!(client_ip(&headers), "198.51.100.7");
        headers.insert("x-real-ip", "<script>".parse().unwrap());
        assert_eq!(client_ip(&headers), "127.0.0.1");
    }
}

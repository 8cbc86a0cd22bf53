//! `Retry-After`: seconds, or a date.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::{HeaderMap, header};

/// How long the service asks to be left alone, counted from `now_ms`. A date in the past is now.
pub(super) fn read(headers: &HeaderMap, now_ms: i64) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let now = UNIX_EPOCH.checked_add(Duration::from_millis(u64::try_from(now_ms).ok()?))?;
    let date: SystemTime = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// 2026-11-30T10:00:00Z.
    const NOW_MS: i64 = 1_796_032_800_000;

    fn of(text: &str) -> Option<Duration> {
        let value = HeaderValue::from_str(text).expect("a header's value");
        read(&HeaderMap::from_iter([(header::RETRY_AFTER, value)]), NOW_MS)
    }

    #[test]
    fn seconds_and_dates_are_read() {
        assert_eq!(of("7"), Some(Duration::from_secs(7)));
        assert_eq!(of(" 0 "), Some(Duration::ZERO));
        assert_eq!(of("Mon, 30 Nov 2026 10:00:09 GMT"), Some(Duration::from_secs(9)));
        assert_eq!(of("Monday, 30-Nov-26 10:00:09 GMT"), Some(Duration::from_secs(9)), "an older form");
        assert_eq!(of("Mon, 30 Nov 2026 09:59:00 GMT"), Some(Duration::ZERO), "already over");
    }

    #[test]
    fn anything_else_says_nothing() {
        for text in ["", "-1", "1.5", "soon", "2026-11-30T10:00:09Z", "99999999999999999999"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}

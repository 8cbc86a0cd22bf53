//! Times as text. Inside, a time is milliseconds since the epoch; text exists only at the edges, always in UTC so that
//! the server's render and the browser's are the same.

use time::{OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description};

/// For machines, in JSON and `datetime` attributes: `2026-11-23T14:05:09.25Z`.
pub fn rfc3339(epoch_ms: i64) -> String {
    utc(epoch_ms).and_then(|moment| moment.format(&Rfc3339).ok()).unwrap_or_default()
}

/// For people: `23 Nov 2026, 14:05 UTC`.
pub fn readable(epoch_ms: i64) -> String {
    let form = format_description!("[day padding:none] [month repr:short] [year], [hour]:[minute] UTC");
    utc(epoch_ms).and_then(|moment| moment.format(&form).ok()).unwrap_or_default()
}

/// `None` outside of the years that can be written.
fn utc(epoch_ms: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(epoch_ms) * 1_000_000).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_both_forms() {
        assert_eq!(rfc3339(1_795_442_709_250), "2026-11-23T14:05:09.25Z");
        assert_eq!(readable(1_795_442_709_250), "23 Nov 2026, 14:05 UTC");
    }

    #[test]
    fn a_time_beyond_the_calendar_is_empty() {
        assert_eq!(rfc3339(i64::MAX), "");
        assert_eq!(readable(i64::MIN), "");
    }
}

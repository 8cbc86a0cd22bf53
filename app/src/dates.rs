//! Dates for people, in UTC: the same text on the server and in the browser, whatever the browser thinks of dates.

use domain::{Date, date};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `23 Nov 2026, 15:31 UTC`, from milliseconds since the epoch.
pub(crate) fn for_people(ms: i64) -> String {
    let (date, hour, minute) = date::minute_of(ms);
    format!("{}, {hour:02}:{minute:02} UTC", day_for_people(date))
}

/// `23 Nov 2026`
pub(crate) fn day_for_people(date: Date) -> String {
    let (year, month, day) = date.parts();
    let name = MONTHS.get(usize::from(month).saturating_sub(1)).copied().unwrap_or_default();
    format!("{day} {name} {year}")
}

/// `2026-11-23T15:31Z`, for the `datetime` attribute.
pub(crate) fn for_machines(ms: i64) -> String {
    let (date, hour, minute) = date::minute_of(ms);
    format!("{date}T{hour:02}:{minute:02}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_moments() {
        assert_eq!(for_people(0), "1 Jan 1970, 00:00 UTC");
        assert_eq!(for_people(-1), "31 Dec 1969, 23:59 UTC");
        assert_eq!(for_people(1_795_447_860_000), "23 Nov 2026, 15:31 UTC");
        assert_eq!(for_machines(951_782_400_000), "2000-02-29T00:00Z");
        assert_eq!(for_machines(4_107_542_399_000), "2100-02-28T23:59Z");
    }

    #[test]
    fn days_follow_each_other() {
        let days: Vec<String> = (0..800).map(|day| for_machines(day * 86_400_000)).collect();
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
    }
}

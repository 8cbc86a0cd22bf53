//! Dates for people, in UTC: the same text on the server and in the browser, without a calendar library in the wasm.

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const MS_PER_MINUTE: i64 = 60_000;
const MINUTES_PER_DAY: i64 = 24 * 60;

/// A moment, split up.
struct Moment {
    year: i64,
    month: i64,
    day: i64,
    minute_of_day: i64,
}

/// `23 Nov 2026, 15:31 UTC`, from milliseconds since the epoch.
pub(crate) fn for_people(ms: i64) -> String {
    let Moment { year, month, day, minute_of_day } = split(ms);
    let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default();
    format!("{day} {name} {year}, {:02}:{:02} UTC", minute_of_day / 60, minute_of_day % 60)
}

/// `2026-11-23T15:31Z`, for the `datetime` attribute.
pub(crate) fn for_machines(ms: i64) -> String {
    let Moment { year, month, day, minute_of_day } = split(ms);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}Z", minute_of_day / 60, minute_of_day % 60)
}

/// Days to civil dates by Howard Hinnant's algorithm (`chrono`-compatible low-level date algorithms, `civil_from_days`).
fn split(ms: i64) -> Moment {
    let minutes = ms.div_euclid(MS_PER_MINUTE);
    let days = minutes.div_euclid(MINUTES_PER_DAY) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    Moment {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
        minute_of_day: minutes.rem_euclid(MINUTES_PER_DAY),
    }
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

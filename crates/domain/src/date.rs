//! Days and minutes, as people write them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{InvalidId, id::spelled};

/// A day of the years 1 to 9999, written `2026-11-23`: so it is in forms, JSON and the database, and so it sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date(time::Date);

impl Date {
    /// What stands where a day is missing, until that is noticed.
    pub(crate) const STAND_IN: Self = Self(time::Date::MIN);
    /// The first day that there can be.
    pub const FIRST: Self = Self(match time::Date::from_calendar_date(1, time::Month::January, 1) {
        Ok(day) => day,
        Err(_) => time::Date::MIN,
    });
    /// The last day that there can be.
    pub const LAST: Self = Self(time::Date::MAX);

    /// Year, month and day, each beginning with 1.
    pub fn parts(self) -> (i32, u8, u8) {
        let (year, month, day) = self.0.to_calendar_date();
        (year, month.into(), day)
    }

    /// The number of the day in a count that never stops: for databases, which have counts of their own.
    pub fn julian_day(self) -> i32 {
        self.0.to_julian_day()
    }

    /// The day of such a number.
    pub fn of_julian_day(number: i32) -> Option<Self> {
        time::Date::from_julian_day(number).ok().map(Self)
    }
}

impl FromStr for Date {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        day(text).map(Self).ok_or(InvalidId { expected: "date (2026-11-23)" })
    }
}

spelled!(Date);

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(formatter, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

fn day(text: &str) -> Option<time::Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (number(parts.next()?, 4)?, number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let month = u8::try_from(month).ok()?.try_into().ok()?;
    let is_right = year >= 1 && parts.next().is_none();
    time::Date::from_calendar_date(year.into(), month, u8::try_from(day).ok()?).ok().filter(|_| is_right)
}

/// Milliseconds since the epoch of a minute in UTC: `2026-11-23T15:31`, with or without `:00` and `Z` behind it.
pub(crate) fn minute(text: &str) -> Option<i64> {
    let (date, time) = text.split_once(['T', ' '])?;
    let time = time.strip_suffix('Z').unwrap_or(time);
    let mut parts = time.split(':');
    let (hour, minute) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let is_whole = parts.next().is_none_or(|seconds| seconds == "00") && parts.next().is_none();
    let moment = day(date)?.with_hms(u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, 0).ok()?;
    Some(moment.assume_utc().unix_timestamp() * 1_000).filter(|_| is_whole)
}

/// The day, hour and minute of milliseconds since the epoch, in UTC. Beyond the years that there are it is the last minute.
pub fn minute_of(milliseconds: i64) -> (Date, u8, u8) {
    let moment = time::OffsetDateTime::from_unix_timestamp(milliseconds.div_euclid(1_000));
    moment.map_or((Date::LAST, 23, 59), |moment| (Date(moment.date()), moment.hour(), moment.minute()))
}

/// The same backwards; `None` for what is no whole minute, or of no year that has four digits.
pub(crate) fn minute_text(milliseconds: i64) -> Option<String> {
    if milliseconds % 60_000 != 0 {
        return None;
    }
    let moment = time::OffsetDateTime::from_unix_timestamp(milliseconds / 1_000).ok()?;
    Some(format!("{}T{:02}:{:02}", Date(moment.date()), moment.hour(), moment.minute()))
}

fn number(text: &str, digits: usize) -> Option<u16> {
    (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_has_one_spelling() {
        for text in ["2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
        for text in
            ["", "2026-1-1", "2026-02-30", "2025-02-29", "0000-01-01", "2026-11-23-", "+026-11-23", "2026/11/23"]
        {
            assert!(text.parse::<Date>().is_err(), "{text:?}");
        }
        assert!("2026-11-23".parse::<Date>().unwrap() > "2026-02-24".parse().unwrap());
    }

    #[test]
    fn a_minute_may_say_its_zone_but_no_other_one() {
        for text in ["2026-11-23T15:31", "2026-11-23T15:31Z", "2026-11-23 15:31", "2026-11-23T15:31:00Z"] {
            assert_eq!(minute(text), Some(1_795_447_860_000), "{text:?}");
        }
        assert_eq!(minute("1969-12-31T23:59"), Some(-60_000));
        for text in [
            "2026-11-23",
            "2026-11-23T24:00",
            "2026-11-23T15:31:07",
            "2026-11-23T15:31+01:00",
            "T15:31",
            "2026-11-23T1:31",
        ] {
            assert_eq!(minute(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_minute_is_written_as_it_is_read() {
        for text in ["2026-11-23T15:31", "1969-12-31T23:59", "0001-01-01T00:00"] {
            assert_eq!(minute(text).and_then(minute_text).as_deref(), Some(text));
        }
        assert_eq!(minute_text(60_001), None);
        assert_eq!(minute_text(i64::MAX / 60_000 * 60_000), None);
    }

    #[test]
    fn days_are_counted() {
        let day: Date = "2000-01-01".parse().unwrap();
        assert_eq!((day.julian_day(), Date::of_julian_day(2_451_545)), (2_451_545, Some(day)));
        assert_eq!([Date::FIRST, Date::LAST].map(|day| day.to_string()), ["0001-01-01", "9999-12-31"]);
    }

    #[test]
    fn serde_checks_too() {
        assert_eq!(serde_json::to_string(&"2026-11-23".parse::<Date>().unwrap()).unwrap(), "\"2026-11-23\"");
        assert!(serde_json::from_str::<Date>("\"2026-11-31\"").is_err());
    }
}

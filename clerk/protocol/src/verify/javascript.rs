//! JavaScript's conversions, where a decision of upstream hangs on them: `Number()`, `parseInt`, `>>`, `toUTCString`.

use crate::text::{is_whitespace, trim};

/// `Number(text)`: decimal, `0x`/`0o`/`0b` and `Infinity`; the empty string is 0, anything else NaN.
pub(crate) fn number(text: &str) -> f64 {
    let text = trim(text);
    if text.is_empty() {
        return 0.0;
    }
    for (prefix, radix) in [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return whole(digits, radix).unwrap_or(f64::NAN);
        }
    }
    match text {
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ if text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) => {
            text.parse().unwrap_or(f64::NAN)
        }
        _ => f64::NAN,
    }
}

/// `Number.parseInt(text)` without a radix: leading digits, or hexadecimal after `0x`.
pub(crate) fn parse_int(text: &str) -> f64 {
    let text = text.trim_start_matches(is_whitespace);
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (radix, text) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(rest) => (16, rest),
        None => (10, text),
    };
    let end = text.find(|character: char| !character.is_digit(radix)).unwrap_or(text.len());
    whole(text.get(..end).unwrap_or_default(), radix).map_or(f64::NAN, |value| sign * value)
}

fn whole(digits: &str, radix: u32) -> Option<f64> {
    if digits.is_empty() {
        return None;
    }
    if radix == 10 {
        return digits.parse().ok();
    }
    digits
        .chars()
        .try_fold(0.0, |value, digit| digit.to_digit(radix).map(|digit| value * f64::from(radix) + f64::from(digit)))
}

/// `String(value)` of a number.
pub(crate) fn number_to_string(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if value == 0.0 {
        return "0".to_owned();
    }
    let magnitude = value.abs();
    if (1e-6..1e21).contains(&magnitude) {
        return plain(value);
    }
    let scientific = format!("{value:e}");
    match scientific.split_once('e') {
        Some((mantissa, exponent)) if !exponent.starts_with('-') => format!("{mantissa}e+{exponent}"),
        _ => scientific,
    }
}

/// The shortest digits that read back the same, padded with zeros, as JavaScript does: 2^63 is `9223372036854776000`.
fn plain(value: f64) -> String {
    let scientific = format!("{value:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: usize = match exponent.parse() {
        Ok(exponent) if value.abs() >= 1e15 => exponent,
        _ => return value.to_string(),
    };
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let digits: String = mantissa.chars().filter(|character| *character != '.').collect();
    if digits.len() > exponent + 1 {
        value.to_string()
    } else {
        format!("{sign}{digits:0<width$}", width = exponent + 1)
    }
}

/// `value >> 0`: wraps to a signed 32-bit integer, so upstream's own clock comparison in rule 6 of which cookies count
/// ends in 2038.
#[expect(clippy::cast_possible_truncation, reason = "wrapping to 32 bits is what the operator does")]
pub(crate) fn to_int32(value: i64) -> i32 {
    value as i32
}

/// `new Date(0).setUTCSeconds(seconds)`: whole seconds towards zero; out of range or not finite is an invalid date.
pub(crate) fn date_from_seconds(seconds: f64) -> Option<f64> {
    Some(seconds.trunc() * 1_000.0).filter(|milliseconds| milliseconds.is_finite() && milliseconds.abs() <= 8.64e15)
}

/// `Date.prototype.toUTCString`: `Fri, 15 Jan 2027 08:01:00 GMT`.
#[expect(clippy::cast_possible_truncation, reason = "a valid date fits")]
pub(crate) fn to_utc_string(milliseconds: f64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let seconds = (milliseconds / 1_000.0).floor() as i64;
    let (days, time) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil_from_days(days);
    let name = |names: &[&'static str], index: i64| {
        usize::try_from(index).ok().and_then(|index| names.get(index).copied()).unwrap_or_default()
    };
    let sign = if year < 0 { "-" } else { "" };
    let width = if year < 0 { 6 } else { 4 };
    format!(
        "{}, {day:02} {} {sign}{:0width$} {:02}:{:02}:{:02} GMT",
        name(&DAYS, days.rem_euclid(7)),
        name(&MONTHS, month - 1),
        year.abs(),
        time / 3_600,
        time / 60 % 60,
        time % 60,
    )
}

/// Days since 1970 to year, month and day of the proleptic Gregorian calendar (Howard Hinnant's algorithm).
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// `decodeURIComponent`, `None` where it throws.
pub(crate) fn decode_uri_component(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes().iter();
    while let Some(byte) = rest.next() {
        if *byte == b'%' {
            let (high, low) = (hexadecimal(*rest.next()?)?, hexadecimal(*rest.next()?)?);
            bytes.push(high << 4 | low);
        } else {
            bytes.push(*byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn hexadecimal(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::{date_from_seconds, decode_uri_component, number, number_to_string, parse_int, to_utc_string};

    #[test]
    fn numbers() {
        let rows = [
            ("", 0.0),
            (" 3 ", 3.0),
            ("3.0", 3.0),
            ("0x3", 3.0),
            ("3e0", 3.0),
            ("-1", -1.0),
            ("1e999", f64::INFINITY),
            (".5", 0.5),
            ("5.", 5.0),
        ];
        for (text, expected) in rows {
            assert_eq!(number(text), expected, "{text}");
        }
        for text in ["abc", "12abc", "inf", "nan", "--1", "0x", "1_0", "infinity"] {
            assert!(number(text).is_nan(), "{text}");
        }
    }

    #[test]
    fn integers() {
        let rows =
            [("12abc", 12.0), (" 7", 7.0), ("-3", -3.0), ("0x1f", 31.0), ("1e9", 1.0), ("00012", 12.0), ("1.9", 1.0)];
        for (text, expected) in rows {
            assert_eq!(parse_int(text), expected, "{text}");
        }
        assert!(["", "abc", "-", "0x", "+-1"].iter().all(|text| parse_int(text).is_nan()));
    }

    #[test]
    fn number_texts() {
        let rows = [
            (4.0, "4"),
            (1.5, "1.5"),
            (-0.0, "0"),
            (1e21, "1e+21"),
            (1e-7, "1e-7"),
            (9_223_372_036_854_775_808.0, "9223372036854776000"),
            (9_007_199_254_740_992.0, "9007199254740992"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1.25e20, "125000000000000000000"),
        ];
        for (value, expected) in rows {
            assert_eq!(number_to_string(value), expected);
        }
    }

    #[test]
    fn dates() {
        assert_eq!(to_utc_string(1_800_000_060_000.0), "Fri, 15 Jan 2027 08:01:00 GMT");
        assert_eq!(to_utc_string(0.0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(to_utc_string(-1.0), "Wed, 31 Dec 1969 23:59:59 GMT");
        assert_eq!(to_utc_string(951_782_400_000.0), "Tue, 29 Feb 2000 00:00:00 GMT");
        assert_eq!(date_from_seconds(1.9), Some(1_000.0));
        assert_eq!(date_from_seconds(f64::INFINITY), None);
        assert_eq!(date_from_seconds(9e12), None);
    }

    #[test]
    fn uri_components() {
        assert_eq!(decode_uri_component("a%3Bb%20c").as_deref(), Some("a;b c"));
        assert_eq!(decode_uri_component("%E2%82%AC").as_deref(), Some("€"));
        assert!(["%", "%2", "%zz", "%ff", "%E2%82"].iter().all(|text| decode_uri_component(text).is_none()));
    }
}

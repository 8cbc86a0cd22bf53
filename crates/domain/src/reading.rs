//! From what people type, or programs send, to the values of a resource's fields: one check for each kind of field.

use std::str::FromStr;

use crate::{
    FieldError, InvalidId,
    date::{Date, minute},
    money::Currency,
    text::{shows_nothing, tidied},
    validation::{check_line, check_text, one_kind_of_line_break},
};

/// Reads the fields of a draft, one after the other, and collects what is wrong with them. What is wrong or missing has a
/// stand-in, which [`Self::finish`] lets nobody see.
#[derive(Debug, Default)]
pub struct Reading {
    errors: Vec<FieldError>,
}

impl Reading {
    /// What was read, if all of it is right.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that is wrong, all at once.
    pub fn finish<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.errors.is_empty() { Ok(value) } else { Err(self.errors) }
    }

    /// A line that is never empty.
    pub fn line(&mut self, field: &str, text: &str, longest: usize) -> String {
        let line = self.line_if_any(field, text, longest);
        self.needed(field, line)
    }

    /// A line that is never empty; `missing` says so in words of its own.
    pub fn line_or(&mut self, field: &str, text: &str, longest: usize, missing: &str) -> String {
        let line = self.line_if_any(field, text, longest);
        self.needed_or(field, line, String::new(), missing)
    }

    /// A line, or nothing.
    pub fn line_if_any(&mut self, field: &str, text: &str, longest: usize) -> Option<String> {
        let line = said(text)?;
        self.errors.extend(check_line(field, &line, longest).err());
        Some(line)
    }

    /// Several lines, of which at least one says something.
    pub fn text(&mut self, field: &str, text: &str, longest: usize) -> String {
        let text = self.text_if_any(field, text, longest);
        self.needed(field, text)
    }

    /// Several lines, or nothing.
    pub fn text_if_any(&mut self, field: &str, text: &str, longest: usize) -> Option<String> {
        let text = said(&one_kind_of_line_break(text))?;
        self.errors.extend(check_text(field, &text, longest).err());
        Some(text)
    }

    /// A whole number.
    pub fn integer(&mut self, field: &str, text: &str) -> i64 {
        let number = self.integer_if_any(field, text);
        self.needed(field, number)
    }

    /// A whole number, or nothing.
    pub fn integer_if_any(&mut self, field: &str, text: &str) -> Option<i64> {
        let number = |text: &str| text.parse().ok().filter(|number| (-LARGEST..=LARGEST).contains(number));
        self.parsed(field, text, number, || "Write a whole number in digits, such as 42.".to_owned())
    }

    /// An amount, in the smallest unit of the currency.
    pub fn money(&mut self, field: &str, text: &str, currency: Currency) -> i64 {
        let amount = self.money_if_any(field, text, currency);
        self.needed(field, amount)
    }

    /// An amount, or nothing.
    pub fn money_if_any(&mut self, field: &str, text: &str, currency: Currency) -> Option<i64> {
        let amount = |text: &str| currency.amount(text).filter(|amount| (-LARGEST..=LARGEST).contains(amount));
        let message = || {
            format!("Write the amount in {} in digits, such as {}.", currency.code(), currency.text(currency.example()))
        };
        self.parsed(field, text, amount, message)
    }

    /// A day.
    pub fn date(&mut self, field: &str, text: &str) -> Date {
        let date = self.date_if_any(field, text);
        self.needed_or(field, date, Date::STAND_IN, MISSING)
    }

    /// A day, or nothing.
    pub fn date_if_any(&mut self, field: &str, text: &str) -> Option<Date> {
        let message = || "Write the date as year, month and day, such as 2026-11-23.".to_owned();
        self.parsed(field, text, |text| text.parse().ok(), message)
    }

    /// A minute, in milliseconds since the epoch.
    pub fn moment(&mut self, field: &str, text: &str) -> i64 {
        let moment = self.moment_if_any(field, text);
        self.needed(field, moment)
    }

    /// A minute, or nothing.
    pub fn moment_if_any(&mut self, field: &str, text: &str) -> Option<i64> {
        let message = || "Write the date and the time in UTC, such as 2026-11-23T15:31.".to_owned();
        self.parsed(field, text, minute, message)
    }

    /// Yes or no. A box that is not ticked sends nothing, which is no.
    pub fn flag(&mut self, field: &str, text: &str) -> bool {
        self.flag_if_any(field, text).unwrap_or_default()
    }

    /// Yes, no or nothing.
    pub fn flag_if_any(&mut self, field: &str, text: &str) -> Option<bool> {
        self.parsed(field, text, |text| text.parse().ok(), || "Choose true or false.".to_owned())
    }

    /// One of some words.
    pub fn choice<T: FromStr<Err = InvalidId>>(&mut self, field: &str, text: &str, first: T) -> T {
        let choice = self.choice_if_any(field, text);
        self.needed_or(field, choice, first, MISSING)
    }

    /// One of some words, or nothing.
    pub fn choice_if_any<T: FromStr<Err = InvalidId>>(&mut self, field: &str, text: &str) -> Option<T> {
        let line = said(text)?;
        let choice = line.parse();
        if let Err(InvalidId { expected }) = &choice {
            self.errors.push(FieldError::new(field, format!("Choose a valid {expected}.")));
        }
        choice.ok()
    }

    /// What has one spelling, or nothing; `wrong` says what would be right.
    pub fn spelled_if_any<T: FromStr>(&mut self, field: &str, text: &str, wrong: &str) -> Option<T> {
        self.parsed(field, text, |text| text.parse().ok(), || wrong.to_owned())
    }

    fn parsed<T>(
        &mut self,
        field: &str,
        text: &str,
        parse: impl FnOnce(&str) -> Option<T>,
        message: impl FnOnce() -> String,
    ) -> Option<T> {
        let value = parse(&said(text)?);
        if value.is_none() {
            self.errors.push(FieldError::new(field, message()));
        }
        value
    }

    fn needed<T: Default>(&mut self, field: &str, value: Option<T>) -> T {
        self.needed_or(field, value, T::default(), MISSING)
    }

    /// Without a value nothing was said, unless what was said is noted as wrong already.
    fn needed_or<T>(&mut self, field: &str, value: Option<T>, stand_in: T, missing: &str) -> T {
        if value.is_none() && self.errors.iter().all(|error| error.field != field) {
            self.errors.push(FieldError::new(field, missing));
        }
        value.unwrap_or(stand_in)
    }
}

/// What is said of a field that needs a value and has none.
const MISSING: &str = "Fill this in.";

/// Every number is one that JavaScript counts to.
const LARGEST: i64 = 9_007_199_254_740_991;

/// The text without what cannot be seen around it; nothing when that leaves nothing.
fn said(text: &str) -> Option<String> {
    let text = tidied(text);
    (!shows_nothing(&text)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AuditOutcome;

    const DOLLARS: Currency = Currency::new("USD", 2);

    /// What a reading says of one field, or its errors.
    fn read<T>(read: impl FnOnce(&mut Reading) -> T) -> Result<T, String> {
        let mut reading = Reading::default();
        let value = read(&mut reading);
        reading.finish(value).map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    }

    fn error<T: std::fmt::Debug>(reading: impl FnOnce(&mut Reading) -> T) -> String {
        read(reading).unwrap_err()
    }

    #[test]
    fn every_kind_is_read() {
        assert_eq!(read(|it| it.line("a", " Pack\u{200b} ", 9)), Ok("Pack".to_owned()));
        assert_eq!(read(|it| it.text("a", "one\r\ntwo ", 9)), Ok("one\ntwo".to_owned()));
        assert_eq!(read(|it| it.integer("a", "-42")), Ok(-42));
        assert_eq!(read(|it| it.money("a", " 19.99", DOLLARS)), Ok(1_999));
        assert_eq!(read(|it| it.date("a", "2026-11-23").to_string()), Ok("2026-11-23".to_owned()));
        assert_eq!(read(|it| it.moment("a", "1970-01-01T00:01")), Ok(60_000));
        assert_eq!(read(|it| it.flag("a", "true")), Ok(true));
        assert_eq!(read(|it| it.choice("a", "refused", AuditOutcome::Done)), Ok(AuditOutcome::Refused));
    }

    #[test]
    fn what_is_needed_is_missed_and_what_may_be_empty_is_nothing() {
        for nothing in ["", "  ", "\u{200b}"] {
            let missing = Err("due_date: Fill this in.".to_owned());
            assert_eq!(read(|it| it.line("due_date", nothing, 9)), missing);
            assert_eq!(read(|it| it.text("due_date", nothing, 9)), missing);
            assert_eq!(read(|it| it.integer("due_date", nothing)).map(|_| String::new()), missing);
            assert_eq!(read(|it| it.money("due_date", nothing, DOLLARS)).map(|_| String::new()), missing);
            assert_eq!(read(|it| it.date("due_date", nothing)).map(|_| String::new()), missing);
            assert_eq!(read(|it| it.moment("due_date", nothing)).map(|_| String::new()), missing);
            assert_eq!(read(|it| it.choice("due_date", nothing, AuditOutcome::Done)).map(|_| String::new()), missing);
            assert_eq!(read(|it| it.flag("due_date", nothing)), Ok(false));
            assert_eq!(read(|it| it.line_if_any("a", nothing, 9)), Ok(None));
            assert_eq!(read(|it| it.text_if_any("a", nothing, 9)), Ok(None));
            assert_eq!(read(|it| it.integer_if_any("a", nothing)), Ok(None));
            assert_eq!(read(|it| it.money_if_any("a", nothing, DOLLARS)), Ok(None));
            assert_eq!(read(|it| it.date_if_any("a", nothing)), Ok(None));
            assert_eq!(read(|it| it.moment_if_any("a", nothing)), Ok(None));
            assert_eq!(read(|it| it.flag_if_any("a", nothing)), Ok(None));
            assert_eq!(read(|it| it.choice_if_any::<AuditOutcome>("a", nothing)), Ok(None));
        }
    }

    #[test]
    fn what_is_wrong_says_once_what_would_be_right() {
        assert_eq!(error(|it| it.line("a_b", "long", 3)), "a_b: The a b has 4 characters; at most 3 fit.");
        assert!(error(|it| it.line("a", "a\nb", 9)).contains("line breaks"));
        assert!(error(|it| it.text_if_any("a", "a\tb", 9)).contains("tabs"));
        assert_eq!(error(|it| it.integer("a", "1.5")), "a: Write a whole number in digits, such as 42.");
        assert!(error(|it| it.integer_if_any("a", "9007199254740992")).contains("whole number"));
        assert_eq!(error(|it| it.money("a", "1,5", DOLLARS)), "a: Write the amount in USD in digits, such as 1234.50.");
        assert!(error(|it| it.money("a", "90071992547409.92", DOLLARS)).contains("in USD"));
        assert_eq!(
            error(|it| it.date("a", "23.11.2026")),
            "a: Write the date as year, month and day, such as 2026-11-23."
        );
        assert!(error(|it| it.moment("a", "noon")).contains("such as 2026-11-23T15:31"));
        assert_eq!(error(|it| it.flag("a", "on")), "a: Choose true or false.");
        assert_eq!(error(|it| it.choice("a", "lost", AuditOutcome::Done)), "a: Choose a valid audit outcome.");
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        assert_eq!(
            error(|it| (it.line("a", "", 9), it.integer("b", "x"), it.flag("c", "true"))).matches("; ").count(),
            1
        );
    }
}

//! Amounts of money: whole numbers of a currency's smallest unit, so that nothing is ever rounded.

/// A currency of ISO 4217.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    code: &'static str,
    digits: u32,
}

impl Currency {
    /// The currency of a code, and how many digits its smaller unit takes: 2 where 100 cents make a dollar, 0 for yen.
    pub const fn new(code: &'static str, digits: u32) -> Self {
        Self { code, digits }
    }

    /// Its code: `USD`.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// An amount in digits: `1234.50`.
    pub fn text(self, amount: i64) -> String {
        let (sign, unit) = (if amount < 0 { "-" } else { "" }, self.unit());
        let (whole, rest) = (amount.unsigned_abs() / unit, amount.unsigned_abs() % unit);
        match usize::try_from(self.digits) {
            Ok(width @ 1..) => format!("{sign}{whole}.{rest:0width$}"),
            _ => format!("{sign}{whole}"),
        }
    }

    /// The amount that digits say, no more of them behind the point than there are.
    pub fn amount(self, text: &str) -> Option<i64> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let places = u32::try_from(rest.len()).ok().filter(|_| is_number(whole) && is_number(rest))?;
        let missing = if digits.contains('.') { self.digits.checked_sub(places)? } else { 0 };
        let rest = rest.parse::<i64>().ok()?.checked_mul(10_i64.checked_pow(missing)?)?;
        let unit = i64::try_from(self.unit()).ok()?;
        whole.parse::<i64>().ok()?.checked_mul(unit)?.checked_add(rest)?.checked_mul(sign)
    }

    /// An amount for people: `1,234.50 USD`.
    pub fn spoken(self, amount: i64) -> String {
        let text = self.text(amount);
        let (whole, rest) = text.split_once('.').map_or((&*text, ""), |(whole, rest)| (whole, rest));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("\u{2212}", digits));
        let mut grouped = String::from(sign);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let point = if rest.is_empty() { "" } else { "." };
        format!("{grouped}{point}{rest} {}", self.code)
    }

    /// An amount to show how one is written.
    pub(crate) fn example(self) -> i64 {
        i64::try_from(self.unit()).unwrap_or(i64::MAX).saturating_mul(2_469) / 2
    }

    fn unit(self) -> u64 {
        10_u64.saturating_pow(self.digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOLLARS: Currency = Currency::new("USD", 2);
    const YEN: Currency = Currency::new("JPY", 0);
    const DINARS: Currency = Currency::new("KWD", 3);

    #[test]
    fn amounts_are_read_and_written() {
        for (currency, text, amount) in [
            (DOLLARS, "0.00", 0),
            (DOLLARS, "19.99", 1_999),
            (DOLLARS, "-0.05", -5),
            (DOLLARS, "1234.50", 123_450),
            (YEN, "1234", 1_234),
            (DINARS, "1.005", 1_005),
        ] {
            assert_eq!(currency.amount(text), Some(amount), "{text}");
            assert_eq!(currency.text(amount), text);
        }
        for (text, amount) in [("7", 700), ("7.5", 750), ("007.50", 750)] {
            assert_eq!(DOLLARS.amount(text), Some(amount), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in
            ["", "-", ".", ".5", "5.", "1.999", "1,5", "1 000", "$5", "+5", "1e3", "--5", "٣", "99999999999999999999"]
        {
            assert_eq!(DOLLARS.amount(text), None, "{text:?}");
        }
        assert_eq!(YEN.amount("5.0"), None);
        assert_eq!(DOLLARS.amount("92233720368547758.08"), None);
    }

    #[test]
    fn people_read_thousands() {
        let spoken = [0, -5, 99_999, 123_456_789, -100_000_000].map(|amount| DOLLARS.spoken(amount));
        assert_eq!(spoken, ["0.00 USD", "−0.05 USD", "999.99 USD", "1,234,567.89 USD", "−1,000,000.00 USD"]);
        assert_eq!(YEN.spoken(1_234), "1,234 JPY");
    }

    #[test]
    fn the_example_is_an_amount() {
        assert_eq!([DOLLARS, YEN, DINARS].map(|each| each.text(each.example())), ["1234.50", "1234", "1234.500"]);
    }
}

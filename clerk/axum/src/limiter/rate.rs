//! The size of a bucket and how fast it fills again.

use std::{fmt, num::NonZeroU32, str::FromStr, time::Duration};

use governor::Quota;

/// No bucket is larger and none fills faster: beyond this it is no limit, and the arithmetic stays far from its ends.
const LARGEST: u32 = 1_000_000;

/// So many in a row from rest, then so many a minute. Read from and written as text: `40,120`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    burst: NonZeroU32,
    per_minute: NonZeroU32,
}

/// A text that is not two numbers from 1 to 1,000,000.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not two numbers from 1 to 1000000, such as 40,120: so many in a row, then so many a minute")]
pub struct InvalidRate(String);

impl Rate {
    /// `burst` in a row, then `per_minute`; numbers out of range are brought into it.
    pub const fn new(burst: u32, per_minute: u32) -> Self {
        Self { burst: within(burst), per_minute: within(per_minute) }
    }

    pub(super) fn quota(self) -> Quota {
        let period = Duration::from_secs(60) / self.per_minute.get();
        Quota::with_period(period)
            .map_or_else(|| Quota::per_minute(self.per_minute), |quota| quota.allow_burst(self.burst))
    }
}

const fn within(number: u32) -> NonZeroU32 {
    let number = if number > LARGEST { LARGEST } else { number };
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

impl FromStr for Rate {
    type Err = InvalidRate;

    fn from_str(text: &str) -> Result<Self, InvalidRate> {
        let number = |text: &str| text.trim().parse().ok().filter(|number| (1..=LARGEST).contains(number));
        let rate = text.split_once(',').and_then(|(burst, per_minute)| Some((number(burst)?, number(per_minute)?)));
        rate.map(|(burst, per_minute)| Self::new(burst, per_minute)).ok_or_else(|| InvalidRate(text.to_owned()))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{},{}", self.burst, self.per_minute)
    }
}

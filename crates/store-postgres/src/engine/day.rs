//! Days as PostgreSQL keeps them: the type DATE, a number of days since its own first one.

use domain::Date;
use sqlx::{
    Decode, Encode, Postgres, Type,
    encode::IsNull,
    error::BoxDynError,
    postgres::{PgArgumentBuffer, PgTypeInfo, PgValueFormat, PgValueRef},
};

/// 2000-01-01, in the count of [`Date::julian_day`].
const FIRST: i32 = 2_451_545;

/// A day on its way.
pub(crate) struct Day(pub(crate) Date);

impl Type<Postgres> for Day {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("date")
    }
}

impl Encode<'_, Postgres> for Day {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode_by_ref(&(self.0.julian_day() - FIRST), buffer)
    }
}

impl Decode<'_, Postgres> for Day {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let date = match value.format() {
            PgValueFormat::Text => value.as_str()?.parse().ok(),
            PgValueFormat::Binary => {
                let days = i32::from_be_bytes(value.as_bytes()?.try_into()?);
                days.checked_add(FIRST).and_then(Date::of_julian_day)
            }
        };
        date.map(Self).ok_or_else(|| "a day of no year that has four digits".into())
    }
}

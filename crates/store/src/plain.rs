//! Plain resources: their rows stand for themselves and are gone when they are deleted. Units of work written once for all of
//! them; a resource brings its statements and says what its fields are.

use std::{fmt::Display, str::FromStr};

use async_trait::async_trait;
use domain::{Date, Id, InvalidId, ListQuery, Object, Page, Tenant, TenantScope};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Data, Sql, StoreError,
    audit::{Event, Stamp},
    engine::{Failure, FromRow, Value, values},
    listing,
    unit::{End, Unit, Work},
};

/// The outcome of an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Update<T> {
    /// Done; the new state.
    Done(T),
    /// Somebody changed it in between; the state to look at.
    Conflict(T),
    /// Something else of the tenant has a value that only one may have.
    KeyTaken,
    /// The tenant has nothing of that id.
    NotFound,
}

/// A plain resource.
pub trait Plain: Object + FromRow + Clone + Send + Sync + 'static {
    /// Its checked fields.
    type New: Send + Sync + 'static;

    /// tenant, id; the row stays as it is until the transaction ends
    const LOCK: Sql;
    /// tenant, id, creator, now, and the fields
    const CREATE: Sql;
    /// tenant, id, version seen, now, and the fields
    const UPDATE: Sql;
    /// tenant, id
    const DELETE: Sql;

    /// The fields, in the order of the statements.
    fn values(new: &Self::New) -> Vec<Value>;

    /// How often it was changed.
    fn version(&self) -> i64;
}

/// A plain resource with a list that people sort.
pub trait Listed: Plain {
    /// What it is sorted by.
    type Sort: Copy + Default + Display + FromStr<Err = InvalidId> + Send + Sync;

    /// How it is sorted by this.
    fn order(sort: Self::Sort) -> Order<Self>;
}

/// An order of a list: two statements that `page!` made for one column.
pub struct Order<T> {
    /// The least first.
    pub up: Sql,
    /// The greatest first.
    pub down: Sql,
    /// What the column holds.
    pub key: Key<T>,
}

impl<T> Order<T> {
    /// Of the two, and what the column holds.
    pub fn of(up: Sql, down: Sql, key: Key<T>) -> Self {
        Self { up, down, key }
    }
}

/// What a list is sorted by: a column that is never empty.
pub enum Key<T> {
    /// A text.
    Text(fn(&T) -> &str),
    /// A whole number, or a time.
    Number(fn(&T) -> i64),
    /// Yes or no.
    Flag(fn(&T) -> bool),
    /// A day.
    Date(fn(&T) -> Date),
}

/// Where in an order a page ends, but for the id, which decides between equals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Of a text.
    #[serde(rename = "t")]
    Text(String),
    /// Of a number, or a time.
    #[serde(rename = "n")]
    Number(i64),
    /// Of yes or no.
    #[serde(rename = "f")]
    Flag(bool),
    /// Of a day.
    #[serde(rename = "d")]
    Date(Date),
}

/// No text that lists are sorted by is longer, in characters.
const LONGEST: usize = 500;

impl<T> Key<T> {
    pub(crate) fn of(&self, row: &T) -> Place {
        match self {
            Self::Text(key) => Place::Text(key(row).to_owned()),
            Self::Number(key) => Place::Number(key(row)),
            Self::Flag(key) => Place::Flag(key(row)),
            Self::Date(key) => Place::Date(key(row)),
        }
    }

    /// What every row of a list comes behind, whichever way it is sorted.
    pub(crate) fn start(&self, is_descending: bool) -> (Place, Id<T>) {
        if is_descending { (self.greatest(), Id::new(Uuid::max())) } else { (self.least(), Id::new(Uuid::nil())) }
    }

    /// What no row comes before.
    fn least(&self) -> Place {
        match self {
            Self::Text(_) => Place::Text(String::new()),
            Self::Number(_) => Place::Number(i64::MIN),
            Self::Flag(_) => Place::Flag(false),
            Self::Date(_) => Place::Date(Date::FIRST),
        }
    }

    /// What no row comes behind.
    fn greatest(&self) -> Place {
        match self {
            Self::Text(_) => Place::Text("\u{10ffff}".repeat(LONGEST + 1)),
            Self::Number(_) => Place::Number(i64::MAX),
            Self::Flag(_) => Place::Flag(true),
            Self::Date(_) => Place::Date(Date::LAST),
        }
    }

    /// Whether a cursor can have been made by this order. (Some databases' texts cannot hold every character.)
    pub(crate) fn fits(&self, place: &Place) -> bool {
        match (self, place) {
            (Self::Text(_), Place::Text(text)) => !text.contains('\0'),
            (Self::Number(_), Place::Number(_)) | (Self::Flag(_), Place::Flag(_)) | (Self::Date(_), Place::Date(_)) => {
                true
            }
            _ => false,
        }
    }
}

impl From<Place> for Value {
    fn from(place: Place) -> Self {
        match place {
            Place::Text(text) => text.into(),
            Place::Number(number) => number.into(),
            Place::Flag(flag) => flag.into(),
            Place::Date(date) => date.into(),
        }
    }
}

/// A page of a list.
///
/// # Errors
/// [`StoreError::InvalidCursor`] for a cursor of another tenant, list or order; what the database answered.
pub async fn list<T: Listed>(data: &Data, tenant: &Tenant, query: &ListQuery<T::Sort>) -> Result<Page<T>, StoreError> {
    let (order, is_descending) = (T::order(query.sort.by), query.sort.is_descending);
    let (name, page) = (format!("{} by {}", T::NOUN, query.sort), query.page());
    let after: Option<(Place, Id<T>)> = listing::decoded(tenant, &name, page.after.as_deref())?;
    let (place, id) = match after {
        Some((place, _)) if !order.key.fits(&place) => return Err(StoreError::InvalidCursor),
        after => after.unwrap_or_else(|| order.key.start(is_descending)),
    };
    let statement = if is_descending { order.down } else { order.up };
    let values = values![place, id, listing::rows_to_query(&page)];
    let found = data.all(tenant.id(), statement, values).await?;
    listing::page_by(tenant, &name, &page, found, |row: &T| (order.key.of(row), row.id()))
}

/// Makes a row.
pub async fn create<T: Plain>(data: &Data, scope: &TenantScope, new: T::New) -> Result<T, StoreError> {
    let id = Id::<T>::new(data.ids().uuid_v7());
    data.write(scope.tenant().id(), Create { stamp: data.stamp(scope), id, new }).await
}

/// Changes a row that still is at the version seen.
pub async fn update<T: Plain>(
    data: &Data,
    scope: &TenantScope,
    (id, version): (Id<T>, i64),
    new: T::New,
) -> Result<Update<T>, StoreError> {
    data.write(scope.tenant().id(), Change { stamp: data.stamp(scope), id, version, new }).await
}

/// Deletes a row for good; false: there is none of that id.
pub async fn delete<T: Plain>(data: &Data, scope: &TenantScope, id: Id<T>) -> Result<bool, StoreError> {
    data.write(scope.tenant().id(), Delete { stamp: data.stamp(scope), id }).await
}

struct Create<T: Plain> {
    stamp: Stamp,
    id: Id<T>,
    new: T::New,
}

#[async_trait]
impl<T: Plain> Unit for Create<T> {
    type Outcome = T;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<T>, Failure> {
        self.stamp.register(work).await?;
        let values = [values![self.id, self.stamp.actor().as_str(), self.stamp.now()], T::values(&self.new)].concat();
        let made: Option<T> = work.one(T::CREATE, values).await?;
        let made = made.ok_or_else(|| Failure::internal("no row was made"))?;
        self.stamp.note(work, Event::of(T::CREATED, None, Some(&made))?).await?;
        Ok(End::Commit(made))
    }
}

struct Change<T: Plain> {
    stamp: Stamp,
    id: Id<T>,
    version: i64,
    new: T::New,
}

#[async_trait]
impl<T: Plain> Unit for Change<T> {
    type Outcome = Update<T>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Update<T>>, Failure> {
        let before: T = match work.one(T::LOCK, values![self.id]).await? {
            None => return Ok(End::RollBack(Update::NotFound)),
            Some(before) if T::version(&before) != self.version => {
                return Ok(End::RollBack(Update::Conflict(before)));
            }
            Some(before) => before,
        };
        let values = [values![self.id, self.version, self.stamp.now()], T::values(&self.new)].concat();
        let Some(after) = work.one(T::UPDATE, values).await? else { return Ok(End::RollBack(Update::NotFound)) };
        self.stamp.note(work, Event::of(T::UPDATED, Some(&before), Some(&after))?).await?;
        Ok(End::Commit(Update::Done(after)))
    }
}

struct Delete<T: Plain> {
    stamp: Stamp,
    id: Id<T>,
}

#[async_trait]
impl<T: Plain> Unit for Delete<T> {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        let Some(before) = work.one::<T>(T::LOCK, values![self.id]).await? else { return Ok(End::RollBack(false)) };
        self.stamp.now();
        work.execute(T::DELETE, values![self.id]).await?;
        self.stamp.note(work, Event::of(T::DELETED, Some(&before), None)?).await?;
        Ok(End::Commit(true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Row = (String, i64, bool, Date);

    fn keys() -> [Key<Row>; 4] {
        [Key::Text(|row| &row.0), Key::Number(|row| row.1), Key::Flag(|row| row.2), Key::Date(|row| row.3)]
    }

    #[test]
    fn a_place_is_of_one_kind_of_column() {
        let row = ("Pack".to_owned(), -4, true, Date::LAST);
        for (at, key) in keys().iter().enumerate() {
            for (of, other) in keys().iter().enumerate() {
                let places = [other.of(&row), other.least(), other.greatest()];
                assert!(places.iter().all(|place| key.fits(place) == (at == of)), "{at} {of}");
            }
        }
        assert!(!keys()[0].fits(&Place::Text("a\0b".to_owned())), "no list made it");
    }

    #[test]
    fn no_text_comes_behind_the_greatest() {
        let Place::Text(greatest) = keys()[0].greatest() else { unreachable!() };
        assert!("\u{10ffff}".repeat(LONGEST) < greatest);
    }
}

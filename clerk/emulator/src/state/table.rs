//! Tables that know which rows a change touched: a change costs what it changes, however many rows there are.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// A name and a value that rows are looked up by, beside their id: `("email", "ada@example.com")`.
pub(crate) type Key = (&'static str, String);

/// What a table holds.
pub(crate) trait Row: Clone + Serialize + DeserializeOwned {
    /// Everything this row is looked up by, beside its id.
    fn keys(&self) -> Vec<Key> {
        Vec::new()
    }
}

/// Rows by id. Every row that was lent for changing counts as touched until [`Stored::settle`].
#[derive(Debug)]
pub(crate) struct Table<T> {
    rows: BTreeMap<String, T>,
    /// The touched rows as they were before; `None`: not there.
    touched: BTreeMap<String, Option<T>>,
    /// The keys of all rows but the touched ones, which are searched one by one: nobody tells us when a row that was
    /// lent has changed.
    index: BTreeSet<(&'static str, String, String)>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), touched: BTreeMap::new(), index: BTreeSet::new() }
    }
}

impl<T: Row> Table<T> {
    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(id)
    }

    pub(crate) fn contains_key(&self, id: &str) -> bool {
        self.rows.contains_key(id)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The number behind the last one, where ids are numbers of one length.
    pub(crate) fn next_number(&self) -> u64 {
        self.rows.last_key_value().and_then(|(id, _)| id.parse::<u64>().ok()).unwrap_or(0) + 1
    }

    /// Removes the row whose id comes first.
    pub(crate) fn remove_first(&mut self) {
        if let Some(id) = self.rows.first_key_value().map(|(id, _)| id.clone()) {
            self.remove(&id);
        }
    }

    /// In the order of their ids.
    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.values()
    }

    /// The rows with that key, in the order of their ids.
    pub(crate) fn with<'a>(&'a self, name: &'static str, value: &str) -> impl Iterator<Item = &'a T> + use<'a, T> {
        self.ids_with(name, value).into_iter().filter_map(|id| self.rows.get(id))
    }

    /// The first row with that key, in the order of their ids.
    pub(crate) fn first_with(&self, name: &'static str, value: &str) -> Option<&T> {
        if self.touched.is_empty() {
            return self.indexed(name, value).next().and_then(|id| self.rows.get(id));
        }
        self.with(name, value).next()
    }

    fn indexed<'a>(&'a self, name: &'static str, value: &str) -> impl Iterator<Item = &'a str> {
        let start = (name, value.to_owned(), String::new());
        let end = value.to_owned();
        let rows = self.index.range(start..).take_while(move |(key, found, _)| *key == name && *found == end);
        rows.map(|(_, _, id)| id.as_str())
    }

    fn ids_with(&self, name: &'static str, value: &str) -> BTreeSet<&str> {
        let untouched = self.indexed(name, value).filter(|id| !self.touched.contains_key(*id));
        let has_key = |id: &&str| {
            let keys = self.rows.get(*id).map(Row::keys);
            keys.is_some_and(|keys| keys.iter().any(|(key, found)| *key == name && found == value))
        };
        untouched.chain(self.touched.keys().map(String::as_str).filter(has_key)).collect()
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.touch(id);
        self.rows.get_mut(id)
    }

    pub(crate) fn insert(&mut self, id: String, row: T) -> Option<T> {
        self.touch(&id);
        self.rows.insert(id, row)
    }

    pub(crate) fn remove(&mut self, id: &str) -> Option<T> {
        self.touch(id);
        self.rows.remove(id)
    }

    /// Keeps the rows that fit. Looks at every one; where there is a key, use [`Table::remove_with`].
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&str, &T) -> bool) {
        let gone = self.rows.iter().filter(|(id, row)| !is_kept(id, row)).map(|(id, _)| id.clone());
        for id in gone.collect::<Vec<_>>() {
            self.remove(&id);
        }
    }

    /// Removes the rows with that key that fit.
    pub(crate) fn remove_with(&mut self, name: &'static str, value: &str, is_gone: impl Fn(&T) -> bool) {
        let gone = self.owned_ids(name, value).into_iter();
        for id in gone.filter(|id| self.rows.get(id).is_some_and(&is_gone)).collect::<Vec<_>>() {
            self.remove(&id);
        }
    }

    /// Changes the rows with that key.
    pub(crate) fn change_with(&mut self, name: &'static str, value: &str, mut change: impl FnMut(&mut T)) {
        for id in self.owned_ids(name, value) {
            if let Some(row) = self.get_mut(&id) {
                change(row);
            }
        }
    }

    fn owned_ids(&self, name: &'static str, value: &str) -> Vec<String> {
        self.ids_with(name, value).into_iter().map(str::to_owned).collect()
    }

    /// What the change that is not kept yet has changed, in the order of the ids.
    pub(crate) fn changed(&self) -> impl Iterator<Item = Change<'_, T>> {
        let rows = self.touched.iter().map(|(id, before)| (before.as_ref(), self.rows.get(id)));
        rows.filter_map(|(before, now)| match (before, now) {
            (None, Some(row)) => Some(Change::Made(row)),
            (Some(row), None) => Some(Change::Gone(row)),
            (Some(before), Some(row)) => is_other(before, row).then_some(Change::Other(before, row)),
            (None, None) => None,
        })
    }

    fn touch(&mut self, id: &str) {
        if !self.touched.contains_key(id) {
            self.touched.insert(id.to_owned(), self.rows.get(id).cloned());
        }
    }
}

/// What became of a row.
#[derive(Debug)]
pub(crate) enum Change<'a, T> {
    /// It is new.
    Made(&'a T),
    /// As it was, and as it is.
    Other(&'a T, &'a T),
    /// As it was.
    Gone(&'a T),
}

/// By what is written of them.
fn is_other<T: Serialize>(before: &T, now: &T) -> bool {
    serde_json::to_value(before).ok() != serde_json::to_value(now).ok()
}

/// A table as the journal sees it.
pub(crate) trait Stored {
    /// The touched rows that are other than before, by id; null: gone.
    fn changes(&self) -> serde_json::Result<Map<String, Value>>;
    /// The changes are kept: nothing is touched any more.
    fn settle(&mut self);
    /// The changes are not kept: every touched row is again as it was.
    fn undo(&mut self);
    /// Removes every row.
    fn clear(&mut self);
    /// Every row, by id.
    fn export(&self) -> serde_json::Result<Map<String, Value>>;
    /// Puts in a row that was written earlier.
    fn put(&mut self, id: &str, row: Value) -> serde_json::Result<()>;
}

impl<T: Row> Stored for Table<T> {
    fn changes(&self) -> serde_json::Result<Map<String, Value>> {
        let mut changes = Map::new();
        for (id, before) in &self.touched {
            let before = before.as_ref().map(serde_json::to_value).transpose()?;
            let now = self.rows.get(id).map(serde_json::to_value).transpose()?;
            if now != before {
                changes.insert(id.clone(), now.unwrap_or_default());
            }
        }
        Ok(changes)
    }

    fn settle(&mut self) {
        for (id, before) in std::mem::take(&mut self.touched) {
            for (name, value) in before.iter().flat_map(Row::keys) {
                self.index.remove(&(name, value, id.clone()));
            }
            for (name, value) in self.rows.get(&id).into_iter().flat_map(Row::keys) {
                self.index.insert((name, value, id.clone()));
            }
        }
    }

    fn undo(&mut self) {
        for (id, before) in std::mem::take(&mut self.touched) {
            match before {
                Some(row) => self.rows.insert(id, row),
                None => self.rows.remove(&id),
            };
        }
    }

    fn clear(&mut self) {
        self.retain(|_, _| false);
    }

    fn export(&self) -> serde_json::Result<Map<String, Value>> {
        self.rows.iter().map(|(id, row)| Ok((id.clone(), serde_json::to_value(row)?))).collect()
    }

    fn put(&mut self, id: &str, row: Value) -> serde_json::Result<()> {
        let row = serde_json::from_value(row)?;
        self.insert(id.to_owned(), row);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Pet {
        owner: String,
    }

    impl Row for Pet {
        fn keys(&self) -> Vec<Key> {
            vec![("owner", self.owner.clone())]
        }
    }

    fn pet(owner: &str) -> Pet {
        Pet { owner: owner.to_owned() }
    }

    fn settled() -> Table<Pet> {
        let mut table = Table::default();
        for (id, owner) in [("cat", "ada"), ("cow", "mel"), ("dog", "ada")] {
            table.insert(id.to_owned(), pet(owner));
        }
        table.settle();
        table
    }

    fn of<'a>(table: &'a Table<Pet>, owner: &str) -> Vec<&'a str> {
        table.ids_with("owner", owner).into_iter().collect()
    }

    #[test]
    fn only_what_is_other_than_before_is_a_change() -> anyhow::Result<()> {
        let mut table = settled();
        assert!(table.changes()?.is_empty());
        table.get_mut("cat").unwrap().owner = "ada".to_owned();
        table.get_mut("none");
        table.insert("new".to_owned(), pet("sam"));
        table.remove("new");
        assert!(table.changes()?.is_empty(), "touched, and the same");
        table.remove("dog");
        table.get_mut("cow").unwrap().owner = "sam".to_owned();
        assert_eq!(Value::Object(table.changes()?), json!({ "cow": { "owner": "sam" }, "dog": null }));
        Ok(())
    }

    #[test]
    fn keys_find_rows_before_and_after_a_change_is_kept() {
        let mut table = settled();
        table.get_mut("cat").unwrap().owner = "mel".to_owned();
        table.remove("dog");
        for _ in 0..2 {
            assert_eq!((of(&table, "ada"), of(&table, "mel")), (vec![], vec!["cat", "cow"]));
            table.settle();
        }
        assert_eq!(of(&table, "me"), Vec::<&str>::new(), "no prefix");
        table.remove_with("owner", "mel", |_| true);
        assert_eq!(table.len(), 0);
    }

    #[test]
    fn an_undone_change_leaves_everything_as_it_was() -> anyhow::Result<()> {
        let mut table = settled();
        table.change_with("owner", "ada", |row| row.owner = "sam".to_owned());
        table.insert("new".to_owned(), pet("sam"));
        table.remove("cow");
        table.undo();
        assert!(table.changes()?.is_empty());
        assert_eq!((of(&table, "ada"), of(&table, "mel")), (vec!["cat", "dog"], vec!["cow"]));
        assert_eq!(of(&table, "sam"), Vec::<&str>::new());
        Ok(())
    }
}

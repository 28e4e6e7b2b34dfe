//! Tables: rows in the order in which they were made, found by id, that know which of them changed.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// What a table holds.
pub(super) trait Row: Serialize + DeserializeOwned {
    /// The name of the table.
    const TABLE: &'static str;

    /// The id that the row is found by.
    fn id(&self) -> Uuid;

    /// Is told that the row may have changed.
    fn touched(&mut self) {}
}

/// One row as it is remembered: its table, its number, and what it holds; nothing once it is gone.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
pub(super) struct Record {
    /// The table's name.
    #[serde(rename = "t")]
    pub(super) table: String,
    /// The row's number.
    #[serde(rename = "n")]
    pub(super) number: u64,
    /// The row, or null for one that was removed.
    #[serde(rename = "v")]
    pub(super) row: Value,
}

/// How many changes are told at once: far more than one request makes, and little memory even where ten thousand
/// machines change in the same moment.
const AT_ONCE: usize = 1_024;

/// Rows in the order in which they were made.
#[derive(Debug)]
pub(super) struct Table<T> {
    rows: BTreeMap<u64, T>,
    numbers: HashMap<Uuid, u64>,
    next: u64,
    changed: BTreeSet<u64>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), numbers: HashMap::new(), next: 1, changed: BTreeSet::new() }
    }
}

impl<T: Row> Table<T> {
    /// Adds a row at the end and gives its id.
    pub(super) fn insert(&mut self, row: T) -> Uuid {
        let (id, number) = (row.id(), self.next);
        self.next += 1;
        self.numbers.insert(id, number);
        self.rows.insert(number, row);
        self.changed.insert(number);
        id
    }

    /// The row with this id.
    pub(super) fn get(&self, id: Uuid) -> Option<&T> {
        self.rows.get(self.numbers.get(&id)?)
    }

    /// The row with this id, to be changed.
    pub(super) fn edit(&mut self, id: Uuid) -> Option<&mut T> {
        let number = *self.numbers.get(&id)?;
        let row = self.rows.get_mut(&number)?;
        row.touched();
        self.changed.insert(number);
        Some(row)
    }

    /// Takes a row out.
    pub(super) fn remove(&mut self, id: Uuid) -> Option<T> {
        let number = self.numbers.remove(&id)?;
        self.changed.insert(number);
        self.rows.remove(&number)
    }

    /// All rows, oldest first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.rows.values()
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// What changed since this was asked last, until there are [`AT_ONCE`] records; the rest is told when asked again.
    pub(super) fn take_changes(&mut self, records: &mut Vec<Record>) {
        while records.len() < AT_ONCE
            && let Some(number) = self.changed.pop_first()
        {
            records.push(self.record(number));
        }
    }

    /// Takes no note of what changed.
    pub(super) fn forget_changes(&mut self) {
        self.changed.clear();
    }

    /// Every row.
    pub(super) fn records(&self, records: &mut Vec<Record>) {
        records.extend(self.rows.keys().map(|number| self.record(*number)));
    }

    fn record(&self, number: u64) -> Record {
        let row = self.rows.get(&number).and_then(|row| serde_json::to_value(row).ok()).unwrap_or(Value::Null);
        Record { table: T::TABLE.to_owned(), number, row }
    }

    /// Takes a row back in as it was remembered.
    pub(super) fn restore(&mut self, record: Record) -> Result<(), serde_json::Error> {
        self.next = self.next.max(record.number + 1);
        if let Some(old) = self.rows.remove(&record.number) {
            self.numbers.remove(&old.id());
        }
        if !record.row.is_null() {
            let row: T = serde_json::from_value(record.row)?;
            self.numbers.insert(row.id(), record.number);
            self.rows.insert(record.number, row);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Clone, Serialize, serde::Deserialize)]
    struct Thing {
        id: Uuid,
        word: String,
    }

    impl Row for Thing {
        const TABLE: &'static str = "things";

        fn id(&self) -> Uuid {
            self.id
        }
    }

    fn thing(number: u128, word: &str) -> Thing {
        Thing { id: Uuid::from_u128(number), word: word.into() }
    }

    #[test]
    fn much_is_told_in_parts() {
        let mut table = Table::default();
        for number in 0..=AT_ONCE as u128 {
            table.insert(thing(number, "one"));
        }
        let parts = [(); 3].map(|()| {
            let mut records = Vec::new();
            table.take_changes(&mut records);
            records.len()
        });
        assert_eq!(parts, [AT_ONCE, 1, 0]);
    }

    #[test]
    fn what_changed_is_enough_to_have_the_table_again() {
        let mut table = Table::default();
        table.insert(thing(9, "first"));
        table.insert(thing(1, "second"));
        table.insert(thing(5, "third"));
        let mut records = Vec::new();
        table.take_changes(&mut records);
        table.edit(Uuid::from_u128(1)).unwrap().word = "changed".into();
        table.remove(Uuid::from_u128(9));
        table.take_changes(&mut records);
        assert_eq!(records.len(), 5, "only what changed is told");

        let mut again = Table::<Thing>::default();
        for record in records {
            again.restore(record).unwrap();
        }
        let rows: Vec<_> = again.iter().cloned().collect();
        assert_eq!(rows, [thing(1, "changed"), thing(5, "third")], "oldest first");
        assert_eq!(again.get(Uuid::from_u128(9)), None);
        again.insert(thing(7, "fourth"));
        assert_eq!(again.iter().last(), Some(&thing(7, "fourth")), "numbers are not used twice");
    }
}

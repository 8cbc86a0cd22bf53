//! Invoices: what they are, what their fields hold, and how lists of them are sorted.

use serde::{Deserialize, Serialize};

use crate::{
    audit::Object,
    date::Date,
    field::{Draft, Field},
    id::{Id, UserId},
    money::Currency,
    reading::Reading,
    validation::FieldError,
    word_enum::word_enum,
};

/// Longest number, in characters.
pub const NUMBER_MAX: usize = 200;
/// What the amount is in. In JSON and the database it is a whole number of its smallest unit.
pub const AMOUNT_IN: Currency = Currency::new("USD", 2);
/// Longest customer, in characters.
pub const CUSTOMER_MAX: usize = 200;

/// The fields that people know, in the order of forms.
pub const FIELDS: &[Field] = &[
    Field::line("number", "Number", NUMBER_MAX),
    Field::money("amount", "Amount", AMOUNT_IN),
    Field::date("due", "Due"),
    Field::flag("paid", "Paid"),
    Field::line("customer", "Customer", CUSTOMER_MAX).optional(),
];

word_enum! {
    /// What lists of invoices are sorted by.
    #[derive(Default)]
    InvoiceSort, "sort (created_at, number, amount, due or paid)" {
        /// By [`Invoice::created_at`].
        #[default]
        Created = "created_at",
        /// By [`Invoice::number`].
        Number = "number",
        /// By [`Invoice::amount`].
        Amount = "amount",
        /// By [`Invoice::due`].
        Due = "due",
        /// By [`Invoice::paid`].
        Paid = "paid",
    }
}

/// The id of an invoice.
pub type InvoiceId = Id<Invoice>;

/// An invoice as people and the API see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// UUIDv7.
    pub id: InvoiceId,
    /// 1 to [`NUMBER_MAX`] characters.
    pub number: String,
    /// In the smallest unit of [`AMOUNT_IN`].
    pub amount: i64,
    /// A day.
    pub due: Date,
    /// Yes or no.
    pub paid: bool,
    /// 1 to [`CUSTOMER_MAX`] characters, or nothing.
    pub customer: Option<String>,
    /// Who made it.
    pub created_by: UserId,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
    /// Counts changes; an update names the version it saw.
    pub version: i64,
}

impl Object for Invoice {
    const NOUN: &'static str = "invoice";

    fn id(&self) -> InvoiceId {
        self.id
    }

    fn name(&self) -> &str {
        &self.number
    }
}

/// The checked fields of an invoice to be made or changed. Not `Deserialize`: [`NewInvoice::read`] is the only way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInvoice {
    number: String,
    amount: i64,
    due: Date,
    paid: bool,
    customer: Option<String>,
}

impl NewInvoice {
    /// Reads and checks what was typed.
    ///
    /// # Errors
    /// One [`FieldError`] for each field that is wrong, all at once.
    pub fn read(draft: &Draft) -> Result<Self, Vec<FieldError>> {
        let mut reading = Reading::default();
        let new = Self {
            number: reading.line("number", draft.text("number"), NUMBER_MAX),
            amount: reading.money("amount", draft.text("amount"), AMOUNT_IN),
            due: reading.date("due", draft.text("due")),
            paid: reading.flag("paid", draft.text("paid")),
            customer: reading.line_if_any("customer", draft.text("customer"), CUSTOMER_MAX),
        };
        reading.finish(new)
    }

    /// As [`Invoice::number`].
    pub fn number(&self) -> &str {
        &self.number
    }

    /// As [`Invoice::amount`].
    pub fn amount(&self) -> i64 {
        self.amount
    }

    /// As [`Invoice::due`].
    pub fn due(&self) -> Date {
        self.due
    }

    /// As [`Invoice::paid`].
    pub fn paid(&self) -> bool {
        self.paid
    }

    /// As [`Invoice::customer`].
    pub fn customer(&self) -> Option<&str> {
        self.customer.as_deref()
    }
}

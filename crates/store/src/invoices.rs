//! The port for invoices, and what is behind it.

use async_trait::async_trait;
use domain::{
    CreateInvoices, DeleteInvoices, Grant, Invoice, InvoiceId, InvoiceSort, ListQuery, NewInvoice, Page, ReadInvoices,
    UpdateInvoices,
};

use crate::{
    Backed, StoreError, Update,
    engine::{Failure, FromRow, Row, Value, values},
    plain::{self, Key, Listed, Plain},
    resource::Resource,
    sql::{Sql, page, remove_all, statements},
};

pub(crate) const RESOURCE: Resource = Resource { statements: &[ALL], removal: Some((REMOVE_ALL, 1_000)) };

/// Invoices of the grant's tenant; another tenant's invoices do not exist here.
#[async_trait]
pub trait InvoiceStore: Backed {
    /// A page of the list.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant, list or order, or a mangled one.
    async fn list(
        &self,
        grant: &Grant<ReadInvoices>,
        query: &ListQuery<InvoiceSort>,
    ) -> Result<Page<Invoice>, StoreError> {
        plain::list(self.behind().data(), grant.tenant(), query).await
    }

    /// One invoice; `None` when the tenant has none of that id.
    async fn get(&self, grant: &Grant<ReadInvoices>, id: InvoiceId) -> Result<Option<Invoice>, StoreError> {
        self.behind().data().one(grant.tenant().id(), GET, values![id]).await
    }

    /// Makes an invoice at version 1, `created_by` the grant's actor.
    async fn create(&self, grant: &Grant<CreateInvoices>, new: NewInvoice) -> Result<Invoice, StoreError> {
        plain::create(self.behind().data(), grant.scope(), new).await
    }

    /// Changes an invoice if it still is at `version`, and counts the version up. Never answers [`Update::KeyTaken`].
    async fn update(
        &self,
        grant: &Grant<UpdateInvoices>,
        id: InvoiceId,
        version: i64,
        new: NewInvoice,
    ) -> Result<Update<Invoice>, StoreError> {
        plain::update(self.behind().data(), grant.scope(), (id, version), new).await
    }

    /// Deletes an invoice for good; false when the tenant has none of that id.
    async fn delete(&self, grant: &Grant<DeleteInvoices>, id: InvoiceId) -> Result<bool, StoreError> {
        plain::delete::<Invoice>(self.behind().data(), grant.scope(), id).await
    }
}

impl<S: Backed> InvoiceStore for S {}

/// The columns, as they are read.
macro_rules! columns {
    () => {
        "id, number, amount, due, paid, customer, created_by, created_at, updated_at, version"
    };
}

statements! {
    /// tenant, id
    GET = concat!("SELECT ", columns!(), " FROM invoices WHERE tenant_id = $1 AND id = $2");

    /// tenant, id; it stays as it is until the transaction ends
    LOCK [locks] = concat!("SELECT ", columns!(), " FROM invoices WHERE tenant_id = $1 AND id = $2");

    /// tenant, id, creator, now, and the fields
    CREATE = concat!(
        "INSERT INTO invoices (
            tenant_id, id, created_by, created_at, updated_at, version, number, amount, due, paid, customer
        )
        VALUES ($1, $2, $3, $4, $4, 1, $5, $6, $7, $8, $9)
        RETURNING ", columns!()
    );

    /// tenant, id, version seen, now, and the fields
    UPDATE = concat!(
        "UPDATE invoices
        SET number = $5, amount = $6, due = $7, paid = $8, customer = $9, updated_at = $4, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        RETURNING ", columns!()
    );

    /// tenant, id
    DELETE = "DELETE FROM invoices WHERE tenant_id = $1 AND id = $2";

    /// tenant, rows: for the removal of the tenant
    REMOVE_ALL = remove_all!("invoices"), Postgres => remove_all!("invoices" postgres);

    /// tenant, the value sorted by and the id of the last row of the page before, rows; so in all that follow
    CREATED_UP = page!(up "invoices", "created_at", columns!());
    CREATED_DOWN = page!(down "invoices", "created_at", columns!());
    NUMBER_UP = page!(up "invoices", "number", columns!());
    NUMBER_DOWN = page!(down "invoices", "number", columns!());
    AMOUNT_UP = page!(up "invoices", "amount", columns!());
    AMOUNT_DOWN = page!(down "invoices", "amount", columns!());
    DUE_UP = page!(up "invoices", "due", columns!());
    DUE_DOWN = page!(down "invoices", "due", columns!());
    PAID_UP = page!(up "invoices", "paid", columns!());
    PAID_DOWN = page!(down "invoices", "paid", columns!());
}

impl Plain for Invoice {
    type New = NewInvoice;

    const LOCK: Sql = LOCK;
    const CREATE: Sql = CREATE;
    const UPDATE: Sql = UPDATE;
    const DELETE: Sql = DELETE;

    fn values(new: &NewInvoice) -> Vec<Value> {
        values![new.number(), new.amount(), new.due(), new.paid(), new.customer()]
    }

    fn version(&self) -> i64 {
        self.version
    }
}

impl Listed for Invoice {
    type Sort = InvoiceSort;

    fn order(sort: InvoiceSort) -> plain::Order<Self> {
        match sort {
            InvoiceSort::Created => plain::Order::of(CREATED_UP, CREATED_DOWN, Key::Number(|it| it.created_at)),
            InvoiceSort::Number => plain::Order::of(NUMBER_UP, NUMBER_DOWN, Key::Text(|it| &it.number)),
            InvoiceSort::Amount => plain::Order::of(AMOUNT_UP, AMOUNT_DOWN, Key::Number(|it| it.amount)),
            InvoiceSort::Due => plain::Order::of(DUE_UP, DUE_DOWN, Key::Date(|it| it.due)),
            InvoiceSort::Paid => plain::Order::of(PAID_UP, PAID_DOWN, Key::Flag(|it| it.paid)),
        }
    }
}

impl FromRow for Invoice {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        Ok(Self {
            id: InvoiceId::new(row.uuid("id")?),
            number: row.string("number")?,
            amount: row.number("amount")?,
            due: row.day("due")?,
            paid: row.is_set("paid")?,
            customer: row.string_if_any("customer")?,
            created_by: row.parsed("created_by")?,
            created_at: row.number("created_at")?,
            updated_at: row.number("updated_at")?,
            version: row.number("version")?,
        })
    }
}

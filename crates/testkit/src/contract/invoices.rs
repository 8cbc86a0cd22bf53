//! Invoices: made, read, changed, deleted and listed, each in its own tenant.

use anyhow::{Result, anyhow};
use domain::{Draft, Invoice, InvoiceSort, ListQuery, NewInvoice, Object, Sorting, TenantScope};
use store::{InvoiceStore, Removal, Store, Update};

use super::{
    Open,
    world::{World, ada, every_page, mel, sam, vic},
};
use crate::{HandClock, SeededIds};

crate::contract::cases! { $ invoices {
    an_invoice_is_made_and_read,
    an_update_counts_up_and_a_stale_one_is_a_conflict,
    a_deleted_invoice_is_gone,
    pages_hold_every_invoice_once_in_every_order,
    a_cursor_belongs_to_its_tenant_and_order,
    every_change_is_noted,
} isolation {
    another_tenants_invoices_do_not_exist,
    of_invoices_with_one_id_each_is_changed_in_its_tenant,
} }

/// What a form would send; numbers tell them apart.
fn draft(number: u32) -> Draft {
    Draft::default()
        .with("number", format!("Sample number {number}"))
        .with("amount", format!("{number}.00"))
        .with("due", format!("2026-11-{:02}", number % 28 + 1))
        .with("paid", if number.is_multiple_of(2) { "true" } else { "" })
        .with("customer", format!("Sample customer {number}"))
}

fn new(number: u32) -> Result<NewInvoice> {
    NewInvoice::read(&draft(number)).map_err(|errors| anyhow!("{errors:?}"))
}

/// What no row may be changed to, whoever does it: the checks of the table.
pub(crate) const BROKEN: &[&str] = &["number = ''", "customer = ''", "created_by = 'org_x'", "version = 0"];

/// Rows for every test that wants some of every resource.
pub async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    for number in 1..=2 {
        InvoiceStore::create(store, &scope.require()?, new(number)?).await?;
    }
    Ok(())
}

fn store(world: &World) -> &dyn InvoiceStore {
    &*world.opened.store
}

async fn create(world: &World, scope: &TenantScope, number: u32) -> Result<Invoice> {
    Ok(store(world).create(&scope.require()?, new(number)?).await?)
}

async fn update(world: &World, scope: &TenantScope, seen: &Invoice, number: u32) -> Result<Update<Invoice>> {
    Ok(store(world).update(&scope.require()?, seen.id, seen.version, new(number)?).await?)
}

async fn list(world: &World, scope: &TenantScope, sort: Sorting<InvoiceSort>) -> Result<Vec<Invoice>> {
    let ask = async |after| {
        let query = ListQuery { sort, after, limit: Some(3) };
        Ok(store(world).list(&scope.require()?, &query).await?)
    };
    Ok(every_page(ask).await?.concat())
}

fn orders() -> impl Iterator<Item = Sorting<InvoiceSort>> {
    let ways = |by: &InvoiceSort| [false, true].map(|is_descending| Sorting { by: *by, is_descending });
    InvoiceSort::ALL.iter().flat_map(ways)
}

/// What was made is what is read, by everybody of the tenant who may read.
pub async fn an_invoice_is_made_and_read(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let made = create(&world, &mel()?, 2).await?;
    let expected = Draft::of(domain::invoice::FIELDS, &serde_json::to_value(&made)?);
    assert_eq!((expected, made.version, &made.created_by), (draft(2), 1, mel()?.actor()));
    assert_eq!(store(&world).get(&vic()?.require()?, made.id).await?, Some(made));
    Ok(())
}

/// Whoever saw an older state is told the present one.
pub async fn an_update_counts_up_and_a_stale_one_is_a_conflict(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let made = create(&world, &ada()?, 1).await?;
    world.clock.advance(1_000);
    let Update::Done(changed) = update(&world, &mel()?, &made, 4).await? else { anyhow::bail!("not changed") };
    assert_eq!((changed.number.as_str(), changed.version), ("Sample number 4", 2));
    assert_eq!(changed.updated_at, made.updated_at + 1_000);
    assert_eq!(update(&world, &ada()?, &made, 5).await?, Update::Conflict(changed.clone()));
    assert_eq!(store(&world).get(&ada()?.require()?, made.id).await?, Some(changed));
    Ok(())
}

/// For good, and once.
pub async fn a_deleted_invoice_is_gone(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let made = create(&world, &ada()?, 1).await?;
    let grant = ada()?.require()?;
    assert!(store(&world).delete(&grant, made.id).await?);
    assert!(!store(&world).delete(&grant, made.id).await?);
    assert_eq!(store(&world).get(&ada()?.require()?, made.id).await?, None);
    assert_eq!(update(&world, &ada()?, &made, 2).await?, Update::NotFound);
    Ok(())
}

/// Also where rows are equal in what they are sorted by.
pub async fn pages_hold_every_invoice_once_in_every_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    for number in [30, 2, 7, 2, 30, 1, 58] {
        create(&world, &ada()?, number).await?;
        world.clock.advance(1);
    }
    for sort in orders() {
        let found = list(&world, &ada()?, sort).await?;
        let mut expected = found.clone();
        expected.sort_by(|a, b| {
            let by = match sort.by {
                InvoiceSort::Created => a.created_at.cmp(&b.created_at),
                InvoiceSort::Number => a.number.cmp(&b.number),
                InvoiceSort::Amount => a.amount.cmp(&b.amount),
                InvoiceSort::Due => a.due.cmp(&b.due),
                InvoiceSort::Paid => a.paid.cmp(&b.paid),
            };
            let by = by.then(a.id.cmp(&b.id));
            if sort.is_descending { by.reverse() } else { by }
        });
        assert_eq!((found.len(), &found), (7, &expected), "{sort}");
    }
    Ok(())
}

/// Elsewhere it is an error, never a wrong page.
pub async fn a_cursor_belongs_to_its_tenant_and_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    for number in 1..=2 {
        create(&world, &ada()?, number).await?;
    }
    for sort in orders() {
        let query = ListQuery { sort, after: None, limit: Some(1) };
        let after = store(&world).list(&ada()?.require()?, &query).await?.next;
        for (scope, other) in [(sam()?, sort), (ada()?, Sorting { is_descending: !sort.is_descending, ..sort })] {
            let query = ListQuery { sort: other, after: after.clone(), limit: None };
            assert!(store(&world).list(&scope.require()?, &query).await.is_err(), "{sort}");
        }
    }
    Ok(())
}

/// With the state before and after, and by its number.
pub async fn every_change_is_noted(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let made = create(&world, &ada()?, 1).await?;
    let Update::Done(changed) = update(&world, &ada()?, &made, 2).await? else { anyhow::bail!("not changed") };
    store(&world).delete(&ada()?.require()?, made.id).await?;
    let noted = world.events(&ada()?).await?;
    let states = [(None, Some(&made)), (Some(&made), Some(&changed)), (Some(&changed), None)];
    let actions = [Invoice::CREATED, Invoice::UPDATED, Invoice::DELETED];
    assert_eq!(noted.len(), states.len());
    for ((event, action), (before, after)) in noted.iter().zip(actions).zip(states) {
        let text = |state: Option<&Invoice>| state.map(store::canonical).transpose();
        assert_eq!((&event.action, &event.before, &event.after), (&action, &text(before)?, &text(after)?));
        let name = after.or(before).map(|it| it.number.clone());
        assert_eq!((&event.object_id, &event.object_name), (&Some(made.id.to_string()), &name));
    }
    Ok(())
}

/// Neither read nor changed nor deleted, and not told from one that never was.
pub async fn another_tenants_invoices_do_not_exist(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let (theirs, own) = (create(&world, &ada()?, 1).await?, create(&world, &sam()?, 2).await?);
    assert_eq!(store(&world).get(&sam()?.require()?, theirs.id).await?, None);
    for version in [theirs.version, theirs.version + 1] {
        let seen = Invoice { version, ..theirs.clone() };
        assert_eq!(update(&world, &sam()?, &seen, 3).await?, Update::NotFound);
    }
    assert!(!store(&world).delete(&sam()?.require()?, theirs.id).await?);
    for sort in orders() {
        assert_eq!(list(&world, &sam()?, sort).await?, std::slice::from_ref(&own), "{sort}");
        assert_eq!(list(&world, &ada()?, sort).await?, std::slice::from_ref(&theirs), "{sort}");
    }
    Ok(())
}

/// Such ids are never made, but nothing should rest on that.
pub async fn of_invoices_with_one_id_each_is_changed_in_its_tenant(open: impl Open) -> Result<()> {
    let clock = HandClock::new();
    let ids = SeededIds::new(clock.clone(), 7);
    let world = World::with(open, clock, ids.clone()).await?;
    let mut twins = Vec::new();
    for (made, scope) in [(0, ada()?), (0, sam()?), (100, ada()?), (100, sam()?)] {
        ids.go_on_after(made);
        twins.push(create(&world, &scope, 1).await?);
    }
    let [ours, theirs, _, others] = &twins[..] else { anyhow::bail!("not four") };
    assert_eq!(ours.id, theirs.id);
    ids.go_on_after(1_000);
    assert!(matches!(update(&world, &ada()?, ours, 2).await?, Update::Done(_)));
    assert_eq!(store(&world).get(&sam()?.require()?, ours.id).await?.as_ref(), Some(theirs));
    assert!(store(&world).delete(&ada()?.require()?, ours.id).await?);
    assert_eq!(world.system().remove_tenant(ada()?.tenant().id()).await?, Removal::Done);
    let left = list(&world, &sam()?, "created_at".parse()?).await?;
    assert_eq!(left, [theirs.clone(), others.clone()]);
    Ok(())
}

//! What templates know of a resource.

use minijinja::{Value, context};

use super::field::{Field, Kind};
use super::resource::Resource;
use super::words::{article, capitalized, pascal, spaced};
use crate::Changes;

/// The names of a resource in all shapes, called after the example, and its fields.
pub(super) fn values(resource: &Resource, changes: &Changes<'_>) -> Value {
    let (singular, plural) = (resource.singular.as_str(), resource.plural.as_str());
    let of_field = |field| of_field(field, &pascal(singular));
    let fields: Vec<Value> = resource.fields.iter().map(&of_field).collect();
    let sortable: Vec<Value> = resource.fields.iter().filter(|field| field.is_sortable()).map(of_field).collect();
    let an_invoice = format!("{} {}", article(singular), spaced(singular));
    let kinds: Vec<&str> = resource.fields.iter().map(|field| field.kind.name()).collect();
    context! {
        invoice => singular,
        invoices => plural,
        Invoice => pascal(singular),
        Invoices => pascal(plural),
        INVOICE => singular.to_uppercase(),
        INVOICES => plural.to_uppercase(),
        an_invoice_ => an_invoice.replace(' ', "_"),
        // In sentences
        an_invoice => an_invoice.as_str(),
        An_invoice => capitalized(&an_invoice),
        invoice_words => spaced(singular),
        invoices_words => spaced(plural),
        Invoice_words => capitalized(&spaced(singular)),
        Invoices_words => capitalized(&spaced(plural)),
        title => resource.title().map(of_field),
        fields => fields,
        sortable => sortable,
        kinds => kinds,
        // The databases that the product has
        sqlite => changes.exists("migrations/sqlite"),
        postgres => changes.exists("migrations/postgres"),
    }
}

fn of_field(field: &Field, resource: &str) -> Value {
    let name = field.name.as_str();
    let currency = match &field.kind {
        Kind::Money { currency } => {
            Some(context! { code => currency.code.as_str(), digits => currency.digits, zeros => currency.zeros() })
        }
        _ => None,
    };
    let choices: Vec<Value> = match &field.kind {
        Kind::Choice { words } => words.iter().map(|word| of_word(word)).collect(),
        _ => Vec::new(),
    };
    context! {
        name => name,
        Name => pascal(name),
        NAME => name.to_uppercase(),
        words => spaced(name),
        label => capitalized(&spaced(name)),
        kind => field.kind.name(),
        currency => currency,
        choices => choices,
        // The enum of a choice
        Choice => format!("{resource}{}", pascal(name)),
        optional => field.optional,
        sortable => field.is_sortable(),
    }
}

fn of_word(word: &str) -> Value {
    context! { word => word, Word => pascal(word), label => capitalized(&spaced(word)) }
}

//! Which people a list is asked for, and in which order.

use crate::{
    bapi::list::{self, Choice, Key},
    error::Problem,
    fields::Fields,
    state::{State, user::User},
};

const ORDERS: [&str; 10] = [
    "created_at",
    "updated_at",
    "email_address",
    "web3wallet",
    "first_name",
    "last_name",
    "phone_number",
    "username",
    "last_active_at",
    "last_sign_in_at",
];

/// Bounds of a time, each with its own name in the query.
const TIMES: [(&str, &str, bool); 7] = [
    ("created_at_before", "created_at", true),
    ("created_at_after", "created_at", false),
    ("last_active_at_before", "last_active_at", true),
    ("last_active_at_after", "last_active_at", false),
    ("last_active_at_since", "last_active_at", false),
    ("last_sign_in_at_before", "last_sign_in_at", true),
    ("last_sign_in_at_after", "last_sign_in_at", false),
];

/// Filters of one kind widen, filters of several kinds narrow.
pub(in crate::bapi) fn matching<'a>(state: &'a State, query: &Fields) -> Result<Vec<&'a User>, Problem> {
    let filter = Filter::of(query)?;
    let organizations = Choice::of(query, "organization_id")?;
    let banned = list::flag(query, "banned")?;
    let rows = state.data.users.values().filter(|user| {
        filter.takes(user)
            && organizations.takes(|id| state.membership(&user.id, id).is_some())
            && banned.is_none_or(|banned| user.banned == banned)
    });
    Ok(rows.collect())
}

/// What both the list of people and that of members can be asked for.
#[derive(Debug)]
pub(in crate::bapi) struct Filter<'a> {
    ids: Choice<'a>,
    external_ids: Choice<'a>,
    addresses: Choice<'a>,
    numbers: Choice<'a>,
    usernames: Choice<'a>,
    wallets: Choice<'a>,
    text: String,
    parts: [String; 4],
    times: Vec<(&'static str, bool, i64)>,
}

impl<'a> Filter<'a> {
    pub(in crate::bapi) fn of(query: &'a Fields) -> Result<Self, Problem> {
        let mut times = Vec::new();
        for (name, field, is_before) in TIMES {
            times.extend(list::number(query, name)?.map(|time| (field, is_before, time)));
        }
        Ok(Self {
            ids: Choice::of(query, "user_id")?,
            external_ids: Choice::of(query, "external_id")?,
            addresses: Choice::plain(query, "email_address")?,
            numbers: Choice::plain(query, "phone_number")?,
            usernames: Choice::plain(query, "username")?,
            wallets: Choice::plain(query, "web3_wallet")?,
            text: list::sought(query, "query"),
            parts: ["email_address_query", "phone_number_query", "username_query", "name_query"]
                .map(|name| list::sought(query, name)),
            times,
        })
    }

    pub(in crate::bapi) fn takes(&self, user: &User) -> bool {
        self.takes_values(user) && self.takes_text(user) && self.times.iter().all(|bound| is_within(user, *bound))
    }

    fn takes_values(&self, user: &User) -> bool {
        let is = |own: &Option<String>, value: &str| own.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(value));
        self.ids.takes(|id| user.id == id)
            && self.external_ids.takes(|id| user.external_id.as_deref() == Some(id))
            && self.addresses.takes(|value| user.emails.iter().any(|email| email.address.eq_ignore_ascii_case(value)))
            // A `+` that nobody encoded arrives as a space.
            && self.numbers.takes(|value| user.phones.iter().any(|phone| phone.number == value.replace(' ', "+")))
            && self.usernames.takes(|value| is(&user.username, value))
            && self.wallets.takes(|_| false)
    }

    fn takes_text(&self, user: &User) -> bool {
        if self.text.is_empty() && self.parts.iter().all(String::is_empty) {
            return true;
        }
        let all = |texts: Vec<&str>| texts.join("\n").to_lowercase();
        let addresses = all(user.emails.iter().map(|email| email.address.as_str()).collect());
        let numbers = all(user.phones.iter().map(|phone| phone.number.as_str()).collect());
        let (username, name) =
            (user.username.clone().unwrap_or_default().to_lowercase(), user.full_name().to_lowercase());
        let id = user.id.to_lowercase();
        let [by_address, by_number, by_username, by_name] = &self.parts;
        [&id, &addresses, &numbers, &username, &name].iter().any(|text| text.contains(&self.text))
            && addresses.contains(by_address)
            && numbers.contains(by_number)
            && username.contains(by_username)
            && name.contains(by_name)
    }
}

fn is_within(user: &User, (field, is_before, bound): (&str, bool, i64)) -> bool {
    let time = match field {
        "created_at" => Some(user.created_at),
        "last_sign_in_at" => user.last_sign_in_at,
        _ => user.last_active_at.or(user.last_sign_in_at),
    };
    time.is_some_and(|time| if is_before { time < bound } else { time >= bound })
}

pub(super) fn order(rows: &mut [&User], query: &Fields) -> Result<(), Problem> {
    list::order(rows, query, &ORDERS, |user, name| key(user, name))
}

/// What a person is ordered by.
pub(in crate::bapi) fn key(user: &User, name: &str) -> Key {
    match name {
        "updated_at" => user.updated_at.into(),
        "email_address" => user.primary_email().map(|email| email.address.as_str()).into(),
        "phone_number" => user.primary_phone().map(|phone| phone.number.as_str()).into(),
        "username" => user.username.as_deref().into(),
        "first_name" => user.first_name.as_deref().into(),
        "last_name" => user.last_name.as_deref().into(),
        "last_active_at" => user.last_active_at.or(user.last_sign_in_at).into(),
        "last_sign_in_at" => user.last_sign_in_at.into(),
        "web3wallet" => Key::Nothing,
        _ => user.created_at.into(),
    }
}

/// The rows after the person that `starting_after` names; only where the order is that of creation.
pub(super) fn after<'a>(rows: Vec<&'a User>, query: &Fields) -> Result<Vec<&'a User>, Problem> {
    let Some(cursor) = query.filled("starting_after") else { return Ok(rows) };
    let by_creation = query.filled("order_by").is_none_or(|order| order.ends_with("created_at"));
    let found = rows.iter().position(|user| user.id == cursor).filter(|_| by_creation);
    let found = found.ok_or_else(|| Problem::invalid("starting_after"))?;
    Ok(rows.into_iter().skip(found + 1).collect())
}

//! The list of calls: our name, the name in `@clerk/backend`, and how it is made of a line's parameters.

use std::time::Duration;

use clerk_axum::{
    BackendClient,
    backend::{Call, Count, Page, User},
};
use futures::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::{
    answer::Answer,
    calls_instance, calls_organizations, calls_users,
    given::{Given, Wrong, snake},
    whole::Whole,
};

/// A call that is prepared: waits for its deadline, then for its answer.
pub(crate) type Made = Box<dyn FnOnce(Option<Duration>) -> BoxFuture<'static, Answer>>;
type Prepare = fn(&BackendClient, &Given) -> Result<Made, Wrong>;
pub(crate) type Row = (&'static str, &'static str, Prepare);

/// By our name or by the SDK's, also in snake case.
pub(crate) fn find(name: &str) -> Option<Prepare> {
    let rows = [calls_users::ROWS, calls_organizations::ROWS, calls_instance::ROWS];
    let is_named = |row: &&Row| row.0 == name || snake(row.1) == snake(name);
    rows.into_iter().flatten().find(is_named).map(|row| row.2)
}

pub(crate) fn made<T: Whole + DeserializeOwned + Send + 'static>(call: Call<T>) -> Result<Made, Wrong> {
    Ok(Box::new(|deadline| Box::pin(async move { Answer::of(within(call, deadline).report().await) })))
}

/// The SDK asks for a list of users and for their number, and so does this; a number that cannot be had is `null`.
pub(crate) fn listed(list: Call<Page<User>>, count: Call<Count>) -> Result<Made, Wrong> {
    Ok(Box::new(|deadline| {
        Box::pin(async move {
            let listed = Answer::of(within(list, deadline).report().await);
            if !listed.is_good() {
                return listed;
            }
            let count = within(count, deadline).await.ok();
            listed.with("total_count", json!(count))
        })
    }))
}

fn within<T>(call: Call<T>, deadline: Option<Duration>) -> Call<T> {
    match deadline {
        Some(deadline) => call.deadline(deadline),
        None => call,
    }
}

//! `/me/enterprise_connections`: the companies that somebody's addresses belong to.

use axum::{Router, extract::State, response::Response, routing::get};
use serde_json::Value;

use crate::{
    context::Context,
    fapi::{call::Call, visit::answer},
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/me/enterprise_connections", get(list))
}

async fn list(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user = visit.acting_user()?;
        let companies = visit.state.settings.enterprise_connections.iter().filter(|company| company.active);
        let has_address = |domains: &[String]| {
            let addresses = user.emails.iter().filter(|email| email.verified).map(|email| email.address.as_str());
            addresses
                .filter_map(|address| address.rsplit_once('@'))
                .any(|(_, domain)| domains.iter().any(|own| own == domain))
        };
        let own = companies.filter(|company| has_address(&company.domains));
        Ok(own.map(|company| visit.view().connection(&company.id(), user.created_at)).collect::<Vec<Value>>().into())
    })
}

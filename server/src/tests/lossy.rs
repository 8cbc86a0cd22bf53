//! Of what Clerk tells, five in a hundred never come: one comparison, and the copy is what Clerk has.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Router, extract::Request, http::StatusCode, response::IntoResponse};
use clerk_axum::{
    BackendClient,
    backend::{
        CreateMembership, CreateOrganization, CreateOrganizationInvitation, CreateUser, RevokeOrganizationInvitation,
        UpdateMembership, UpdateUser,
    },
};
use serde_json::Value;
use testkit::{HandClock, Person};
use tower::ServiceExt;

use super::{
    reconciling::reconciled,
    webhooks::{SECRET, entries, server},
};
use crate::{
    harness::{On, listen, on_each_database},
    reconcile::Options,
    webhooks::PATH,
};

/// People who come, of whom some are renamed, join, and go again.
const PEOPLE: usize = 24;

/// In front of the server: each nineteenth request is answered well, and forgotten. A person comes with five deliveries, so
/// that it is another one of them each time.
fn lossy(server: Router, lost: Arc<AtomicUsize>) -> Router {
    let count = Arc::new(AtomicUsize::new(0));
    Router::new().fallback(move |request: Request| {
        let is_lost = count.fetch_add(1, Ordering::SeqCst) % 19 == 7;
        lost.fetch_add(usize::from(is_lost), Ordering::SeqCst);
        let server = server.clone();
        async move { if is_lost { StatusCode::OK.into_response() } else { server.oneshot(request).await.into_response() } }
    })
}

/// A millisecond never has two changes of one thing.
async fn live(clerk: &BackendClient, clock: &HandClock) -> anyhow::Result<()> {
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        let (first_name, email_address) = (Some(format!("P{n}")), vec![format!("p{n}@example.com")]);
        let new =
            CreateUser { first_name, email_address, skip_password_requirement: Some(true), ..CreateUser::default() };
        clock.advance(5);
        people.push(clerk.users().create(&new).await?.id);
    }
    let ada = Some(Person::Ada.user_id());
    let (name, max_allowed_memberships) = ("Lossy".to_owned(), Some(100));
    let created_by = ada.clone();
    let new = CreateOrganization { name, created_by, max_allowed_memberships, ..CreateOrganization::default() };
    let lossy = clerk.organizations().create(&new).await?.id;
    for (n, person) in people.iter().enumerate() {
        let renamed = UpdateUser { first_name: Some(format!("Q{n}")), ..UpdateUser::default() };
        clock.advance(5);
        clerk.users().update(person, &renamed).await?;
        clock.advance(5);
        let joined =
            CreateMembership { user_id: person.clone(), role: "org:member".to_owned(), ..CreateMembership::default() };
        clerk.organizations().create_membership(&lossy, &joined).await?;
        let invited = CreateOrganizationInvitation {
            email_address: format!("i{n}@example.com"),
            role: "org:member".to_owned(),
            inviter_user_id: ada.clone(),
            ..CreateOrganizationInvitation::default()
        };
        let invitation = clerk.organizations().create_invitation(&lossy, &invited).await?.id;
        clock.advance(5);
        match n % 4 {
            0 => drop(clerk.users().delete(person).await?),
            1 => drop(clerk.organizations().delete_membership(&lossy, person).await?),
            2 => {
                let raised = UpdateMembership { role: "org:admin".to_owned() };
                clerk.organizations().update_membership(&lossy, person, &raised).await?;
            }
            _ => {
                let by = RevokeOrganizationInvitation { requesting_user_id: ada.clone() };
                clerk.organizations().revoke_invitation(&lossy, &invitation, &by).await?;
            }
        }
    }
    Ok(())
}

async fn five_in_a_hundred_never_come(on: On) -> anyhow::Result<()> {
    let server = server(on).await?;
    let lost = Arc::new(AtomicUsize::new(0));
    let address = listen(lossy(server.router(), Arc::clone(&lost))).await?;
    server.control().tell(&format!("http://localhost:{}{PATH}", address.port()), SECRET).await?;
    // Whoever was there before is in no event.
    reconciled(&server, Options::default()).await?;
    live(server.parts.clerk.backend(), &server.clock).await?;
    // Nothing is due any more when this has come.
    let idle = server.control().trigger("email.created").await?;
    assert_eq!(idle["next_at_ms"], Value::Null, "{idle}");
    server.work_through().await;
    let told = entries(&server, None).await?.len();
    assert!(told > 90 && lost.load(Ordering::SeqCst) >= 5, "{told} came, {lost:?} did not");
    let healed = reconciled(&server, Options::default()).await?;
    assert!(!healed.differences.is_empty(), "what was lost is missing, or different, or gone");
    server.work_through().await;
    let again = reconciled(&server, Options::default()).await?;
    assert!(again.differences.is_empty(), "{again:?}");
    let dump = server.inbox().dump().await?;
    let of = |kind: &str| dump[kind].as_array().map(Vec::len);
    assert_eq!(of("people"), Some(4 + PEOPLE - PEOPLE.div_ceil(4)), "{dump}");
    Ok(())
}

on_each_database!(five_in_a_hundred_never_come);

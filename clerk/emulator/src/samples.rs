//! Data for events that a test orders: of the first person, organization and so on that are there, or of made-up ones.

use serde_json::{Value, json};

use crate::{
    resources::{View, deleted, extend, organization as draw, put},
    state::{
        code::Mail,
        domain::Domain,
        invitation::Invitation,
        organization::{Membership, Organization},
        session::Session,
        user::User,
        waitlist::WaitlistEntry,
    },
};

/// Clerk Billing is not built; its events are ready-made.
const BILLING: &str = include_str!("samples/billing.json");

/// Data for an event of a type that there is.
pub(crate) fn sample(view: View<'_>, kind: &str) -> Value {
    let (thing, what) = kind.split_once('.').unwrap_or((kind, ""));
    match (thing, what) {
        ("organizationMembership", _) => view.backend_membership(&membership(view)),
        ("organizationInvitation", _) => invitation(view, what),
        ("session", _) => session(view, what),
        ("email", _) => view.email_message(&message("email", user(view).identifier()), "ema_sample".to_owned()),
        ("sms", _) => view.sms(&message("sms", "+15555550100"), "sms_sample".to_owned()),
        ("waitlistEntry", _) => view.waitlist_entry(&waiting(view)),
        ("user", "deleted") => deleted("user", &user(view).id),
        ("user", _) => view.backend_user(&user(view)),
        ("organization", "deleted") => deleted("organization", &organization(view).id),
        ("organization", _) => view.backend_organization(&organization(view)),
        ("organizationDomain", "deleted") => deleted("organization_domain", &domain(view).id),
        ("organizationDomain", _) => view.domain(&domain(view)),
        ("role" | "permission", _) => role_or_permission(view, thing, what == "deleted"),
        _ => billing(view, thing, what),
    }
}

fn user(view: View<'_>) -> User {
    let first = view.state.data.users.values().next().cloned();
    first.unwrap_or_else(|| User { id: "user_sample".to_owned(), ..User::default() })
}

fn organization(view: View<'_>) -> Organization {
    let first = view.state.data.organizations.values().next().cloned();
    first.unwrap_or_else(|| Organization {
        id: "org_sample".to_owned(),
        name: "Sample".to_owned(),
        slug: "sample".to_owned(),
        ..Organization::default()
    })
}

fn membership(view: View<'_>) -> Membership {
    let first = view.state.data.memberships.values().next().cloned();
    first.unwrap_or_else(|| Membership {
        id: "orgmem_sample".to_owned(),
        organization_id: organization(view).id,
        user_id: user(view).id,
        role: "org:admin".to_owned(),
        ..Membership::default()
    })
}

fn invitation(view: View<'_>, what: &str) -> Value {
    let now = view.state.now_ms();
    let row = Invitation {
        id: "orginv_sample".to_owned(),
        organization_id: organization(view).id,
        address: "sample@example.com".to_owned(),
        role: "org:member".to_owned(),
        status: if what == "created" { "pending" } else { what }.to_owned(),
        inviter_id: Some(user(view).id),
        created_at: now,
        updated_at: now,
        ..Invitation::default()
    };
    let mut drawn = view.backend_invitation(&row, false);
    if what == "accepted" {
        let organization = view.public_organization(&row.organization_id);
        extend(&mut drawn, json!({ "user_id": user(view).id, "data": { "public_organization_data": organization } }));
    }
    drawn
}

fn domain(view: View<'_>) -> Domain {
    let first = view.state.data.domains.values().next().cloned();
    first.unwrap_or_else(|| Domain {
        id: "orgdmn_sample".to_owned(),
        organization_id: organization(view).id,
        name: "sample.example".to_owned(),
        enrollment_mode: "manual_invitation".to_owned(),
        ..Domain::default()
    })
}

fn session(view: View<'_>, what: &str) -> Value {
    let now = view.state.now_ms();
    let row = Session {
        id: "sess_sample".to_owned(),
        client_id: "client_sample".to_owned(),
        user_id: user(view).id,
        organization_id: None,
        actor: None,
        ended: None,
        first_factor_at: None,
        second_factor_at: None,
        reverification: None,
        created_at: now,
        last_active_at: now,
        expire_at: now + 1_000 * view.state.settings.session_life_seconds,
    };
    let mut drawn = view.session_of_user(&row);
    put(&mut drawn, "status", json!(if what == "created" { "active" } else { what }));
    drawn
}

fn message(channel: &str, to: &str) -> Mail {
    Mail {
        to: to.to_owned(),
        channel: channel.to_owned(),
        code: Some("424242".to_owned()),
        template: "verification_code".to_owned(),
        ..Mail::default()
    }
}

fn waiting(view: View<'_>) -> WaitlistEntry {
    let now = view.state.now_ms();
    WaitlistEntry {
        id: "wle_sample".to_owned(),
        address: "sample@example.com".to_owned(),
        status: "pending".to_owned(),
        created_at: now,
        updated_at: now,
        ..WaitlistEntry::default()
    }
}

fn role_or_permission(view: View<'_>, thing: &str, is_gone: bool) -> Value {
    let roles = &view.state.roles;
    let drawn = match thing {
        "role" => roles.iter().next().map(|row| draw::role(roles, row)),
        _ => roles.permissions().first().map(draw::permission),
    };
    let drawn = drawn.unwrap_or_default();
    if is_gone { deleted(thing, drawn.get("id").and_then(Value::as_str).unwrap_or_default()) } else { drawn }
}

fn billing(view: View<'_>, thing: &str, what: &str) -> Value {
    let all: Value = serde_json::from_str(BILLING).unwrap_or_default();
    let whole = |name: &str| {
        let part = |name: &str| all.get(name).cloned().unwrap_or_default();
        let (mut whole, payer) = (part(name), part("payer"));
        put(&mut whole, "payer", payer);
        whole
    };
    let mut drawn = whole(thing);
    let status = match what {
        "pastDue" => "past_due",
        "freeTrialEnding" | "updated" | "created" if thing != "paymentAttempt" => "active",
        "updated" => "paid",
        "created" => "pending",
        other => other,
    };
    put(&mut drawn, "status", json!(status));
    match thing {
        "subscription" => put(&mut drawn, "items", json!([whole("subscriptionItem")])),
        "paymentAttempt" => put(&mut drawn, "instance_id", json!(view.state.instance_id())),
        _ => put(&mut drawn, "is_free_trial", json!(what == "freeTrialEnding")),
    }
    drawn
}

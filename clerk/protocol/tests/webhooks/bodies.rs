//! What a body says, once its signature was checked.

use clerk_protocol::verify::webhook::{Event, EventType, MalformedEvent, Payload};
use serde_json::{Value, json};

const PUBLISHED: &str = include_str!("../../../published/webhooks-2025-04-15.tsv");

fn event(event_type: &str, data: Value) -> Value {
    json!({"object": "event", "type": event_type, "timestamp": 1_700_000_000_000_i64, "instance_id": "ins_1", "data": data})
}

fn user() -> Value {
    json!({
        "id": "user_1", "object": "user", "first_name": "Ada", "last_name": null, "image_url": "https://img.example/1",
        "primary_email_address_id": "idn_2", "created_at": 1, "updated_at": 2, "private_metadata": {"secret": 1},
        "email_addresses": [
            {"id": "idn_1", "email_address": "old@example.com"}, {"id": "idn_2", "email_address": "ada@example.com"},
        ],
    })
}

/// The payload that a published type has.
fn data(event_type: &str) -> Value {
    let organization = json!({"id": "org_1", "name": "Acme", "slug": "acme", "created_at": 1, "updated_at": 2});
    match event_type.split_once('.').unwrap_or_default() {
        ("organizationMembership", _) => json!({
            "id": "orgmem_1", "role": "org:admin", "permissions": ["org:sys_memberships:manage"], "organization": organization,
            "public_user_data": {"user_id": "user_1", "first_name": "Ada"}, "created_at": 1, "updated_at": 2,
        }),
        (_, "deleted") => json!({"object": "any", "id": "any_1", "deleted": true}),
        ("user", _) => user(),
        ("session", _) => json!({
            "id": "sess_1", "user_id": "user_1", "status": "active", "created_at": 1, "updated_at": 2, "user": user(),
        }),
        ("organization", _) => organization,
        ("organizationInvitation", _) => json!({
            "id": "orginv_1", "email_address": "new@example.com", "role": "org:member", "organization_id": "org_1",
            "status": "pending", "created_at": 1, "updated_at": 2, "expires_at": 3,
        }),
        ("organizationDomain", _) => json!({"id": "orgdmn_1", "organization_id": "org_1", "name": "example.com"}),
        ("role" | "permission", _) => json!({"id": "role_1", "key": "org:admin"}),
        _ => json!({"id": "any_1", "status": "active", "body": "Your code is 424242"}),
    }
}

#[test]
fn every_published_type_is_known_and_read() {
    let names: Vec<&str> = PUBLISHED.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(names.len(), 45);
    for name in names {
        let event = Event::of(event(name, data(name))).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(EventType::KNOWN.contains(&event.event_type), "{name}");
        assert_eq!(event.event_type.as_str(), name);
        assert!(event.payload.id().is_some(), "{name}");
        assert!(!matches!(event.payload, Payload::Other(_)), "{name}");
    }
}

#[test]
fn an_unknown_type_is_kept_as_it_is() {
    let read = Event::of(event("planet.created", json!({"id": "planet_1"}))).expect("an event");
    assert_eq!(read.event_type, EventType::Other("planet.created".to_owned()));
    assert_eq!(read.payload.id(), Some("planet_1"));
}

#[test]
fn the_address_of_a_person_is_the_first_one() {
    let Ok(Event { payload: Payload::User(user), .. }) = Event::of(event("user.created", user())) else {
        panic!("no user")
    };
    assert_eq!(user.primary_email(), Some("ada@example.com"));
}

/// What messages say and private metadata do not get any further, not even into a log of all fields.
#[test]
fn what_must_not_be_kept_is_not_read() {
    for name in ["email.created", "sms.created", "user.updated", "session.created"] {
        let read = Event::of(event(name, data(name))).expect("an event");
        let shown = format!("{read:?}");
        assert!(!shown.contains("424242") && !shown.contains("secret"), "{shown}");
    }
}

#[test]
fn what_is_no_event_is_refused_without_a_word_of_it() {
    assert_eq!(Event::parse(b"hush").err(), Some(MalformedEvent::NotJson));
    assert_eq!(Event::parse(b"\xff").err(), Some(MalformedEvent::NotJson));
    let whole = event("user.created", user());
    for name in ["object", "type", "timestamp", "instance_id", "data"] {
        let mut without = whole.clone();
        without.as_object_mut().expect("an object").remove(name);
        assert_eq!(Event::of(without).err(), Some(MalformedEvent::Envelope), "{name}");
    }
    for (name, value) in [("object", json!("user")), ("timestamp", json!("now")), ("instance_id", json!(""))] {
        let mut changed = whole.clone();
        changed[name] = value;
        assert_eq!(Event::of(changed).err(), Some(MalformedEvent::Envelope), "{name}");
    }
    for name in EventType::KNOWN.iter().filter(|name| !name.as_str().ends_with(".deleted")) {
        let refused = Event::of(event(name.as_str(), json!({"hush": "424242"}))).expect_err("no payload");
        assert!(!refused.to_string().contains("424242"), "{refused}");
    }
}

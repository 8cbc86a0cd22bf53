//! The table of what a token and the copy say, and which of them counts.

use domain::PermissionSource::{self, Clerk, Roles};
use store::copy::{Known, Standing};

use super::{
    Claims,
    Verdict::{self, *},
    decide,
};

const MADE_AT: i64 = 1_700_000_000_000;

fn token(role: &str) -> Claims {
    let permissions = match role {
        "org:admin" => vec!["org:invoices:read", "org:invoices:delete"],
        _ => vec!["org:invoices:read"],
    };
    let role = Some(role.to_owned()).filter(|role| !role.is_empty());
    Claims { made_at: MADE_AT, role, permissions: permissions.into_iter().map(str::to_owned).collect() }
}

fn member(role: &str, updated_at: i64) -> Known {
    let permissions = [token(role).permissions, vec!["org:sys_memberships:read".to_owned()]].concat();
    Known { membership: Some(Standing { role: role.to_owned(), permissions, updated_at }), ..Known::default() }
}

fn gone() -> Known {
    Known { has_ended: true, ..Known::default() }
}

fn left(at: i64) -> Known {
    Known { left_at: Some(at), ..Known::default() }
}

#[test]
fn a_token_and_the_copy() {
    let later = MADE_AT + 1_000;
    let table: [(&str, Claims, Known, PermissionSource, Verdict); 15] = [
        ("the session, the person or the organization is gone", token("org:admin"), gone(), Clerk, Ended),
        ("the same in the personal account", token(""), gone(), Clerk, Ended),
        (
            "gone although a membership is there",
            token("org:admin"),
            Known { has_ended: true, ..member("org:admin", 1) },
            Clerk,
            Ended,
        ),
        ("a person in their personal account", token(""), Known::default(), Clerk, GoOn),
        ("the membership is gone", token("org:admin"), left(MADE_AT - 4_999), Clerk, Changed),
        (
            "it was gone before the token was made: there is a new one",
            token("org:admin"),
            left(MADE_AT - 5_000),
            Clerk,
            Unknown,
        ),
        (
            "it was gone, and there is another one",
            token("org:admin"),
            Known { left_at: Some(later), ..member("org:admin", later) },
            Clerk,
            GoOn,
        ),
        ("the copy is newer and says less", token("org:admin"), member("org:member", later), Clerk, Changed),
        ("the copy is newer and says more", token("org:member"), member("org:admin", later), Clerk, GoOn),
        ("the token is newer and says the same", token("org:admin"), member("org:admin", MADE_AT - 5_000), Clerk, GoOn),
        (
            "the token is newer, the event has not come yet",
            token("org:admin"),
            member("org:member", MADE_AT - 5_000),
            Clerk,
            Unknown,
        ),
        (
            "the same of somebody who has another role now and may do less",
            token("org:member"),
            member("org:admin", MADE_AT - 5_000),
            Clerk,
            Unknown,
        ),
        (
            "too close together to tell: what is safe",
            token("org:admin"),
            member("org:member", MADE_AT - 4_999),
            Clerk,
            Changed,
        ),
        ("permissions come from roles", token("org:admin"), member("org:member", later), Roles, Changed),
        ("nothing is known", token("org:admin"), Known::default(), Clerk, Unknown),
    ];
    for (what, claims, known, source, expected) in table {
        assert_eq!(decide(&claims, &known, source), expected, "{what}");
    }
}

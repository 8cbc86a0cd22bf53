//! In whatever order events come, the copy of Clerk's people and organizations ends the same.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use store::{
    CopyStore,
    copy::{Change, Heard, Status},
};
use tokio::task::JoinSet;

use super::{Open, world::World};
use crate::samples::copy::{heard, invitation, membership, organization, person};

crate::contract::cases! { $ every_order {
    a_person_ends_the_same_in_every_order,
    a_rejoin_ends_the_same_in_every_order,
    a_deleted_organization_ends_the_same_in_every_order,
    an_invitation_ends_the_same_in_every_order,
    changes_at_once_end_the_same,
} }

/// Changes of one story, about things of this number.
type Story = fn(usize) -> Result<[Heard; 6]>;

/// What is kept of each number, without it.
type States = BTreeMap<String, BTreeSet<String>>;

/// Made, changed, changed twice in a millisecond, deleted, changed later all the same.
fn person_gone(n: usize) -> Result<[Heard; 6]> {
    let id = format!("user_p{n}z");
    let change =
        |name: &str, updated_at, at| Ok::<_, anyhow::Error>(heard(Change::Person(person(&id, name, updated_at)?), at));
    let gone = heard(Change::PersonGone(id.parse()?), 40);
    Ok([change("A", 1, 10)?, change("B", 2, 20)?, change("C", 3, 30)?, change("D", 3, 31)?, gone, change("E", 9, 50)?])
}

/// Joined, left, joined again with another id; the organization changed itself, the person is only told of in passing before.
fn rejoined(n: usize) -> Result<[Heard; 6]> {
    let (old, new) = (organization(&format!("org_o{n}z"), "Old", 3)?, organization(&format!("org_o{n}z"), "New", 2)?);
    let (passing, own) = (person(&format!("user_p{n}z"), "Passing", 9)?, person(&format!("user_p{n}z"), "Own", 5)?);
    let first = membership((&format!("orgmem_a{n}z"), 10, 10), &old, &passing);
    let second = membership((&format!("orgmem_b{n}z"), 20, 20), &old, &passing);
    let mut changed = second.clone();
    changed.role = "org:member".to_owned();
    Ok([
        heard(Change::Organization(new), 1),
        heard(Change::Membership(Box::new(first.clone())), 10),
        heard(Change::MembershipGone(Box::new(first)), 11),
        heard(Change::Membership(Box::new(second)), 20),
        heard(Change::Membership(Box::new(changed)), 21),
        heard(Change::SignedIn { person: own, at: 7 }, 7),
    ])
}

/// With a member and an invitation, of which nobody says that they are gone; one of them is said to have changed later.
fn organization_gone(n: usize) -> Result<[Heard; 6]> {
    let id = format!("org_o{n}z");
    let it = organization(&id, "Acme", 2)?;
    let member = membership((&format!("orgmem_a{n}z"), 3, 3), &it, &person(&format!("user_p{n}z"), "Ada", 1)?);
    let mut late = member.clone();
    late.updated_at = 90;
    Ok([
        heard(Change::Organization(it.clone()), 2),
        heard(Change::Membership(Box::new(member)), 3),
        heard(Change::Invitation(invitation(&format!("orginv_i{n}z"), &id, Status::Pending, 4)?), 4),
        heard(Change::OrganizationGone(id.parse()?), 5),
        heard(Change::Membership(Box::new(late)), 90),
        heard(Change::Organization(organization(&id, "Late", 91)?), 91),
    ])
}

/// Accepted, by somebody who is deleted later; an old state is told once more.
fn invited(n: usize) -> Result<[Heard; 6]> {
    let (id, user) = (format!("org_o{n}z"), format!("user_p{n}z"));
    let it = organization(&id, "Acme", 2)?;
    let invitation = |status, updated_at, at| {
        let invitation = invitation(&format!("orginv_i{n}z"), &id, status, updated_at)?;
        Ok::<_, anyhow::Error>(heard(Change::Invitation(invitation), at))
    };
    let member = membership((&format!("orgmem_a{n}z"), 5, 5), &it, &person(&user, "Gus", 5)?);
    Ok([
        heard(Change::Organization(it), 2),
        invitation(Status::Pending, 3, 3)?,
        invitation(Status::Accepted, 5, 5)?,
        invitation(Status::Pending, 3, 80)?,
        heard(Change::Membership(Box::new(member)), 5),
        heard(Change::PersonGone(user.parse()?), 60),
    ])
}

/// Every order of six things.
fn orders() -> Vec<[usize; 6]> {
    let mut orders = Vec::new();
    let mut order = [0, 1, 2, 3, 4, 5];
    permute(&mut order, 0, &mut orders);
    orders
}

fn permute(order: &mut [usize; 6], from: usize, orders: &mut Vec<[usize; 6]>) {
    if from == order.len() {
        orders.push(*order);
    }
    for other in from..order.len() {
        order.swap(from, other);
        permute(order, from + 1, orders);
        order.swap(from, other);
    }
}

/// The number in an id: the digits before its last letter.
fn number_of(id: &str) -> String {
    id.trim_end_matches('z').chars().filter(char::is_ascii_digit).collect()
}

async fn states(world: &World) -> Result<States> {
    let dump = world.opened.data.dump().await?;
    let mut states = States::new();
    for (kind, rows) in dump.as_object().context("no object")? {
        for row in rows.as_array().context("no list")? {
            let id = row.get("id").unwrap_or(row).as_str().context("no id")?;
            let number = number_of(id);
            let text = row.to_string().replace(&format!("{number}z"), "");
            states.entry(number).or_default().insert(format!("{kind} {text}"));
        }
    }
    Ok(states)
}

/// Plays it in all 720 orders, each about things of its own, and returns the one state that they end in.
async fn only_end(world: &World, story: Story) -> Result<String> {
    let orders = orders();
    assert_eq!(orders.len(), 720);
    for (n, order) in orders.iter().enumerate() {
        let changes = story(n)?;
        for place in order {
            world.opened.data.hear(changes.get(*place).context("no change")?.clone()).await?;
        }
    }
    let states = states(world).await?;
    assert_eq!(states.len(), 720);
    let (_, expected) = states.first_key_value().context("no state")?;
    for (number, state) in &states {
        let order = orders.get(number.parse::<usize>()?);
        ensure!(state == expected, "{order:?} ends in {state:#?}, another order in {expected:#?}");
    }
    Ok(expected.iter().map(|row| format!("{row}\n")).collect())
}

/// Deleted is deleted, whenever it was said.
pub async fn a_person_ends_the_same_in_every_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    assert_eq!(only_end(&world, person_gone).await?, "tombstones \"user_p\"\n");
    Ok(())
}

/// The second membership counts, in its last state; the organization as it said itself, the person too.
pub async fn a_rejoin_ends_the_same_in_every_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let end = only_end(&world, rejoined).await?;
    for part in [
        "\"id\":\"orgmem_b\"",
        "\"role\":\"org:member\"",
        "\"name\":\"New\"",
        "\"first_name\":\"Own\"",
        "tombstones \"orgmem_a\"",
    ] {
        ensure!(end.contains(part), "{part} is not in {end}");
    }
    assert_eq!(end.lines().filter(|line| line.starts_with("memberships")).count(), 1, "{end}");
    Ok(())
}

/// Its members and invitations are gone too; the person is still there.
pub async fn a_deleted_organization_ends_the_same_in_every_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let end = only_end(&world, organization_gone).await?;
    let kinds: Vec<&str> = end.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(kinds, ["people", "tombstones"], "{end}");
    Ok(())
}

/// Of whoever is invited no address is left once they accepted.
pub async fn an_invitation_ends_the_same_in_every_order(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let end = only_end(&world, invited).await?;
    ensure!(end.contains("\"status\":\"accepted\"") && end.contains("\"email\":null"), "{end}");
    ensure!(!end.contains("memberships") && !end.contains("Gus") && !end.contains('@'), "{end}");
    Ok(())
}

/// On several servers, each with a part of the story.
pub async fn changes_at_once_end_the_same(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    for (from, story) in [(0, rejoined as Story), (20, organization_gone), (40, invited), (60, person_gone)] {
        let mut tasks = JoinSet::new();
        for n in from..from + 20 {
            for change in story(n)? {
                let data = world.opened.data.clone();
                tasks.spawn(async move { data.hear(change).await });
            }
        }
        while let Some(outcome) = tasks.join_next().await {
            outcome??;
        }
        let states = states(&world).await?;
        let of_story: BTreeSet<_> = states
            .iter()
            .filter(|(n, _)| n.parse::<usize>().is_ok_and(|n| n >= from))
            .map(|(_, state)| state)
            .collect();
        ensure!(of_story.len() == 1, "{of_story:#?}");
    }
    Ok(())
}

//! Clients that hang up: their requests' futures are dropped anywhere, and nothing that was acknowledged may be lost.

use std::{collections::BTreeSet, future::Future};

use anyhow::Result;
use domain::{Grant, PageRequest, ReadProjects};
use tokio::task::{JoinSet, yield_now};

use super::{
    Open,
    world::{World, fields, scope},
};
use crate::{Person, Place};

const REQUESTS: usize = 600;

/// Requests of all lengths of patience, many at a time. Afterwards: every acknowledged project is there, nothing is
/// there that nobody asked for, and the store works as if nothing had happened.
pub async fn acknowledged_writes_survive_dropped_futures(open: impl Open) -> Result<()> {
    let world = World::new(open).await?;
    let ada = scope(Person::Ada, Place::Acme)?;
    let mut acknowledged = BTreeSet::new();
    let mut asked = BTreeSet::new();
    for batch in 0..REQUESTS / 20 {
        let mut tasks = JoinSet::new();
        for number in 0..20 {
            let name = format!("project {batch}.{number}");
            asked.insert(name.clone());
            let (projects, create, read) = (world.opened.projects.clone(), ada.require()?, ada.require()?);
            let patience = patience_of(batch * 20 + number);
            tasks.spawn(async move {
                let list = list(projects.as_ref(), &read);
                let _ = within(patience, list).await;
                let answer = within(patience, projects.create(&create, fields(&name, "")?)).await;
                Ok::<_, anyhow::Error>(answer.transpose()?)
            });
        }
        while let Some(outcome) = tasks.join_next().await {
            acknowledged.extend(outcome??.map(|project| project.name));
        }
    }
    // Waits behind every write still on its way: there is an order among writers.
    acknowledged.insert(world.create(&ada, "last").await?.name);
    asked.insert("last".to_owned());
    let found: BTreeSet<String> = world.all(&ada).await?.into_iter().map(|project| project.name).collect();
    let lost: Vec<&String> = acknowledged.difference(&found).collect();
    assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    assert!(found.is_subset(&asked));
    assert!(
        acknowledged.len() > REQUESTS / 5 && acknowledged.len() < asked.len(),
        "{} of {}",
        acknowledged.len(),
        asked.len()
    );
    Ok(())
}

async fn list(projects: &dyn store::ProjectStore, grant: &Grant<ReadProjects>) -> bool {
    projects.list(grant, &PageRequest::default()).await.is_ok()
}

/// From none at all to a while, in turns of the scheduler; every fifth client waits for as long as it takes.
fn patience_of(number: usize) -> Option<usize> {
    (!number.is_multiple_of(5)).then_some((1 << (number % 16)) - 1)
}

/// The answer, unless it takes longer than the client's patience.
async fn within<T>(patience: Option<usize>, request: impl Future<Output = T>) -> Option<T> {
    let hang_up = async {
        for _ in 0..patience.unwrap_or(usize::MAX) {
            yield_now().await;
        }
    };
    tokio::select! {
        biased;
        answer = request => Some(answer),
        () = hang_up => None,
    }
}

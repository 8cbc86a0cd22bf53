//! Entries of the audit trail that are kept no longer, in a real database and by two servers.

use store::Keeping;

use crate::{
    harness::{On, TestServer, Who, on_each_database},
    jobs::trim_all,
};

/// 2001 and 2100, by whatever clock.
const OLD_MS: i64 = 1_000_000_000_000;
const YOUNG_MS: i64 = 4_102_444_800_000;

async fn old_entries_go(on: On) -> anyhow::Result<()> {
    let server = TestServer::on(on).await?;
    for (time, name) in [(OLD_MS, "Old"), (YOUNG_MS, "Young")] {
        server.clock.set(time);
        for who in [Who::Admin, Who::Stranger] {
            server.refused(who, name).await?;
        }
    }
    // Without a limit a round finds nothing to do, and is done for an hour.
    assert_eq!(trim_all(server.system(), "one").await, Some(0));
    assert_eq!(server.system().keep_trail(Some(365)).await?, Keeping::Done);
    assert_eq!(trim_all(server.system(), "other").await, None);
    server.clock.advance(60 * 60 * 1_000);
    let (one, other) = tokio::join!(trim_all(server.system(), "one"), trim_all(server.system(), "other"));
    let mut both = [one, other];
    both.sort();
    assert_eq!(both, [None, Some(2)]);
    for who in [Who::Admin, Who::Stranger] {
        assert_eq!(server.refusals(who).await?, ["Young"]);
    }
    Ok(())
}

on_each_database!(old_entries_go);

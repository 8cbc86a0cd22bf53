//! Deleting takes the right to delete, or to create for one's own.

use domain::{Grant, ReadProjects};
use store::DeleteBy;

fn forge(grant: Grant<ReadProjects>) -> [DeleteBy; 2] {
    [DeleteBy::Any(grant.clone()), DeleteBy::Own(grant)]
}

fn main() {}

//! Whoever has the ports has no way to a transaction below them.

use std::sync::Arc;

use store::{Data, engine::Engine};

fn below(data: &Data) -> &Arc<dyn Engine> {
    &data.engine
}

fn main() {}

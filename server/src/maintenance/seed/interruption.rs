//! Whether the process was told to end.

use std::pin::Pin;

use futures::FutureExt;

use crate::serve::signalled;

/// Knows whether the process was told to end.
pub(crate) struct Interruption {
    signal: Pin<Box<dyn Future<Output = ()>>>,
    came: bool,
}

impl Interruption {
    /// From here on the signal no longer ends the process by itself.
    pub(crate) fn awaited() -> Self {
        let mut interruption = Self { signal: Box::pin(signalled()), came: false };
        // The first look is what registers for the signal.
        interruption.came();
        interruption
    }

    /// Whether it came.
    pub(super) fn came(&mut self) -> bool {
        self.came = self.came || self.signal.as_mut().now_or_never().is_some();
        self.came
    }
}

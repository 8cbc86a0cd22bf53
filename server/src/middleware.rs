//! What happens to every request before and after its handler. One concern per file; `layers` has the order.

pub(crate) mod access_log;
pub(crate) mod csrf;
pub(crate) mod host;
pub(crate) mod limits;
pub(crate) mod refusals;
pub(crate) mod request_id;
pub(crate) mod security_headers;

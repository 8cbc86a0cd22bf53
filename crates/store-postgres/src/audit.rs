//! The audit trail in PostgreSQL: written with each change.

mod event;
mod stamp;

pub(crate) use self::{
    event::Event,
    stamp::{Author, Stamp, count_new, note, register},
};

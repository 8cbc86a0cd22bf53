//! Projects and their tasks, asked from outside: over REST, by server functions and forms, as pages.

#![expect(clippy::indexing_slicing, reason = "what is not there fails the test that looks for it")]

mod activity;
mod assignment;
mod changes;
mod document;
mod endpoints;
mod forms;
mod impersonation;
mod kinds;
mod lists;
mod log;
mod matrix;
mod named_people;
mod nodes;
mod origin;
mod purge;
mod rate_limit;
mod refusals;
mod removal;
mod replay;
mod statements;
mod tasks;
mod tenant;
mod unavailable;

//! Webhooks: which actions cause which events, and how they are delivered.

mod deliveries;
mod endpoints;
mod events;
mod receiver;
mod running;

//! The attack on the walls between tenants: a program of tests alone, over the server that `server::harness` lends.

#[cfg(test)]
mod attack;

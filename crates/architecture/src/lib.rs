//! The rules of `docs/architecture.md` that neither types nor lints can hold, as tests: over cargo's own picture of the crates,
//! and over the tokens of every Rust source. Each rule is also shown a small source that breaks it. Nothing depends on this
//! crate, and it holds nothing but tests. What is read from other files and from the release binary is in `bin/check-rules`.

#[cfg(test)]
mod crates;
#[cfg(test)]
mod folders;
#[cfg(test)]
mod harness;
#[cfg(test)]
mod project;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod views;

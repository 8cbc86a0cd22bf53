//! The statements that are PostgreSQL's own: about its catalogue, and what stands around others. Those on the rows of
//! tenants are the units' of [`store`].

/// Constants with their texts, and `ALL` of them for the tests.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $statement:expr;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $statement;)*

        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &str)] = &[$((stringify!($name), $statement)),*];
    };
}

pub(crate) mod catalog;
pub(crate) mod locking;
pub(crate) mod restoring;
pub(crate) mod transaction;

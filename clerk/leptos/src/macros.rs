//! Types that differ in nothing but their names: what components and methods are given, and what ClerkJS answers. Each is
//! compiled only where it is used.

/// What a component may be given beyond its everyday props: a builder with a method for each. So a page that gives none
/// of them carries none of them.
macro_rules! options {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $kind:ident $method:ident = $key:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Default)]
        pub struct $name(pub(crate) crate::props::Props);

        impl $name {
            /// Nothing given.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $(crate::macros::option!($(#[$about])* $kind $method = $key);)*
        }
    };
}

/// One method of such a builder.
macro_rules! option {
    ($(#[$about:meta])* text $method:ident = $key:literal) => {
        $(#[$about])*
        #[must_use]
        pub fn $method(self, given: impl Into<String>) -> Self {
            Self(self.0.text($key, Some(given.into())))
        }
    };
    ($(#[$about:meta])* flag $method:ident = $key:literal) => {
        $(#[$about])*
        #[must_use]
        pub fn $method(self, given: bool) -> Self {
            Self(self.0.flag($key, Some(given)))
        }
    };
    ($(#[$about:meta])* value $method:ident = $key:literal) => {
        $(#[$about])*
        #[must_use]
        pub fn $method(self, given: impl Into<serde_json::Value>) -> Self {
            Self(self.0.value($key, Some(given.into())))
        }
    };
}

pub(crate) use {option, options};

/// A resource: its fields with ClerkJS' names for them.
macro_rules! resource {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $field:ident: $kind:ty = $key:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$about])* pub $field: $kind,)*
            pub(crate) handle: $crate::resources::Handle,
        }

        impl $crate::resources::Read for $name {
            fn read(source: &$crate::js::Source) -> Option<Self> {
                (!source.is_nothing()).then(|| Self {
                    $($field: $crate::resources::field(source, $key),)*
                    handle: $crate::resources::Handle::of(source),
                })
            }
        }
    };
}

/// What a method is given: fields that may be left out.
macro_rules! parameters {
    ($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $kind:ident $field:ident = $key:literal,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[$about])* pub $field: crate::macros::parameter!($kind),)*
        }

        impl From<$name> for $crate::props::Props {
            fn from(given: $name) -> Self {
                let props = Self::default();
                $(let props = props.value($key, given.$field.map(serde_json::Value::from));)*
                props
            }
        }

        impl From<$name> for $crate::resources::Arguments {
            fn from(given: $name) -> Self {
                $crate::props::Props::from(given).into()
            }
        }
    };
}

macro_rules! parameter {
    (text) => { Option<String> };
    (flag) => { Option<bool> };
    (count) => { Option<u32> };
    (texts) => { Option<Vec<String>> };
    (metadata) => { Option<serde_json::Map<String, serde_json::Value>> };
    (value) => { Option<serde_json::Value> };
}

pub(crate) use {parameter, parameters, resource};

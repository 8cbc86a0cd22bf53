//! Values are read as `serde_json` reads them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::*;

impl Plain for Value {
    const NOTHING: Self = Self::Null;

    fn kind(self) -> Kind<Self> {
        match self {
            Self::Null => Kind::Nothing,
            Self::Bool(flag) => Kind::Flag(flag),
            Self::Number(number) => Kind::Number(number.as_f64().unwrap_or_default()),
            Self::String(text) => Kind::Text(text),
            Self::Array(items) => Kind::Items(items),
            Self::Object(_) => Kind::Object(self),
        }
    }

    fn is_nothing(&self) -> bool {
        self.is_null()
    }

    fn member(&self, name: &str) -> Option<Self> {
        self.get(name).cloned()
    }

    fn members(&self) -> Vec<(String, Self)> {
        self.as_object().cloned().unwrap_or_default().into_iter().collect()
    }
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Everything {
    name: String,
    how_many: u32,
    change: i64,
    share: f64,
    is_on: bool,
    note: Option<String>,
    pair: [i64; 2],
    shapes: Vec<Shape>,
    by_name: BTreeMap<String, u8>,
    #[serde(default)]
    tags: Vec<String>,
    free: Value,
    status: Status,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Shape {
    Point,
    Circle(u8),
    Line(u8, u8),
    Box { width: u8, height: Option<u8> },
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Active,
    #[serde(untagged)]
    Other(String),
}

fn everything() -> Value {
    json!({
        "unknown": 1, "free": { "a": [null, true, 1.5, -1, "b"] }, "status": "odd", "byName": { "x": 1 },
        "shapes": ["Point", { "Circle": 1 }, { "Line": [1, 2] }, { "Box": { "width": 3 } }],
        "pair": [-1, 9_007_199_254_740_991_i64], "isOn": true, "share": 2, "change": -5, "howMany": 7, "name": "n",
    })
}

#[test]
fn whatever_serde_reads_is_read() {
    let read: Result<Everything, Misfit> = read(everything());
    assert_eq!(read.ok(), serde_json::from_value(everything()).ok());
    assert_eq!(super::read(json!("active")), Ok(Status::Active));
}

#[test]
fn what_is_missing_is_nothing_or_as_the_type_says_or_a_misfit() {
    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Options {
        path: String,
        limit: Option<u8>,
        nothing: bool,
    }
    let some: Result<Options, Misfit> = read(json!({ "path": "/" }));
    assert_eq!(some, Ok(Options { path: "/".to_owned(), ..Options::default() }));
    let mut incomplete = everything();
    incomplete.as_object_mut().expect("an object").remove("howMany");
    assert!(read::<Everything>(incomplete).is_err());
}

#[test]
fn a_misfit_names_the_innermost_member() {
    #[derive(Debug, Deserialize)]
    struct Outer {
        #[expect(dead_code, reason = "only read")]
        inner: Inner,
    }
    #[derive(Debug, Deserialize)]
    struct Inner {
        #[expect(dead_code, reason = "only read")]
        count: u8,
    }
    let misfit =
        |count: Value| read::<Outer>(json!({ "inner": { "count": count } })).map_err(|misfit| misfit.to_string());
    for count in [json!(256), json!(-1), json!(1.5), json!("1"), json!(null), json!([1]), json!({})] {
        assert_eq!(misfit(count).err().as_deref(), Some("count is not what was expected"));
    }
    assert!(misfit(json!(255)).is_ok());
}

#[test]
fn a_variant_holds_what_it_should() {
    for wrong in
        [json!("Circle"), json!({ "Point": 1 }), json!({ "Circle": 1, "Point": 2 }), json!({}), json!("None"), json!(1)]
    {
        assert!(read::<Shape>(wrong.clone()).is_err(), "{wrong}");
    }
}

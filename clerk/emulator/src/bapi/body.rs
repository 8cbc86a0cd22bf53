//! The body of a call, read as tolerantly as Clerk reads it: JSON or a form, `true` or "true", one value or many.

use axum::{
    body::Bytes,
    extract::{FromRequest as _, Request},
};
use http::{StatusCode, header};
use serde_json::{Map, Value, json};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};
use url::form_urlencoded;

use crate::{
    error::{Code, Problem},
    upload::{Parts, Upload},
};

/// Named values, a list of such, or a file.
#[derive(Debug, Default)]
pub(super) struct Body {
    fields: Map<String, Value>,
    rows: Option<Vec<Value>>,
    file: Option<Upload>,
}

impl Body {
    pub(super) async fn read(request: Request) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let kind = kind.unwrap_or_default().to_ascii_lowercase();
        let boundary = multer::parse_boundary(
            request.headers().get(header::CONTENT_TYPE).map_or("", |value| value.to_str().unwrap_or("")),
        );
        let bytes =
            Bytes::from_request(request, &()).await.map_err(|rejection| too_large_or_broken(rejection.status()))?;
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        match boundary {
            Ok(boundary) => Self::of_parts(bytes, boundary).await,
            Err(_) if kind.starts_with("application/x-www-form-urlencoded") => Ok(Self::of_form(&bytes)),
            Err(_) if kind.is_empty() || kind.contains("json") => Self::of_json(&bytes),
            Err(_) => Err(Problem::new(Code::UnsupportedContentType, "Send application/json.")),
        }
    }

    fn of_json(bytes: &[u8]) -> Result<Self, Problem> {
        let broken = |_| Problem::new(Code::RequestBodyInvalid, "The request body is not valid JSON.");
        match serde_json::from_slice(bytes).map_err(broken)? {
            Value::Object(fields) => Ok(Self { fields, ..Self::default() }),
            Value::Array(rows) => Ok(Self { rows: Some(rows), ..Self::default() }),
            Value::Null => Ok(Self::default()),
            _ => Err(Problem::new(Code::RequestBodyInvalid, "The request body is no object.")),
        }
    }

    /// A name that comes twice, or ends in `[]`, is a list.
    fn of_form(bytes: &[u8]) -> Self {
        let mut body = Self::default();
        for (name, value) in form_urlencoded::parse(bytes) {
            let (name, value) =
                (name.strip_suffix("[]").map(|name| (name, true)).unwrap_or((&name, false)), json!(value));
            body.add(name.0, value, name.1);
        }
        body
    }

    fn add(&mut self, name: &str, value: Value, is_list: bool) {
        match self.fields.get_mut(name) {
            Some(Value::Array(values)) => values.push(value),
            Some(first) => *first = json!([first.take(), value]),
            None => {
                self.fields.insert(name.to_owned(), if is_list { json!([value]) } else { value });
            }
        }
    }

    async fn of_parts(bytes: Bytes, boundary: String) -> Result<Self, Problem> {
        let parts = Parts::read(bytes, boundary).await?;
        let mut body = Self { file: parts.file, ..Self::default() };
        for (name, value) in parts.fields {
            body.add(&name, json!(value), false);
        }
        Ok(body)
    }

    /// Refuses names that the call does not know.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), Problem> {
        match self.fields.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some(name) => Err(Problem::unknown(name)),
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// A text; absent and null are the same.
    pub(super) fn text(&self, name: &str) -> Result<Option<String>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong_type(name, "string")),
        }
    }

    /// A text that must come and not be empty.
    pub(super) fn required(&self, name: &str) -> Result<String, Problem> {
        self.text(name)?.filter(|text| !text.trim().is_empty()).ok_or_else(|| Problem::missing(name))
    }

    /// Sets what came: null and the empty text clear it, absence leaves it.
    pub(super) fn put(&self, name: &str, target: &mut Option<String>) -> Result<(), Problem> {
        if self.has(name) {
            *target = self.text(name)?.filter(|text| !text.is_empty());
        }
        Ok(())
    }

    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(Value::String(text)) if text == "true" => Ok(Some(true)),
            Some(Value::String(text)) if text == "false" => Ok(Some(false)),
            Some(_) => Err(wrong_type(name, "boolean")),
        }
    }

    /// Whether a flag came and is set.
    pub(super) fn is(&self, name: &str) -> Result<bool, Problem> {
        Ok(self.flag(name)?.unwrap_or(false))
    }

    /// Sets a flag that came.
    pub(super) fn put_flag(&self, name: &str, target: &mut bool) -> Result<(), Problem> {
        *target = self.flag(name)?.unwrap_or(*target);
        Ok(())
    }

    pub(super) fn integer(&self, name: &str, least: i64, most: i64) -> Result<Option<i64>, Problem> {
        let number = match self.get(name) {
            None => return Ok(None),
            Some(Value::String(text)) => text.parse().ok(),
            Some(value) => value.as_i64(),
        };
        let number = number.ok_or_else(|| wrong_type(name, "integer"))?;
        if (least..=most).contains(&number) {
            return Ok(Some(number));
        }
        let message = format!("{name} must be between {least} and {most}.");
        Err(Problem::field(name, Code::FormParamValueInvalid, message))
    }

    /// Texts; one alone counts as a list of one.
    pub(super) fn texts(&self, name: &str) -> Result<Option<Vec<String>>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(vec![text.clone()])),
            Some(Value::Array(values)) => {
                let text = |value: &Value| value.as_str().map(str::to_owned);
                values
                    .iter()
                    .map(text)
                    .collect::<Option<_>>()
                    .map(Some)
                    .ok_or_else(|| wrong_type(name, "array of strings"))
            }
            Some(_) => Err(wrong_type(name, "array")),
        }
    }

    /// An object; a form has it as JSON.
    pub(super) fn object(&self, name: &str) -> Result<Option<Map<String, Value>>, Problem> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object.clone())),
            Some(Value::String(text)) => serde_json::from_str(text).map(Some).map_err(|_| wrong_type(name, "object")),
            Some(_) => Err(wrong_type(name, "object")),
        }
    }

    /// A moment as RFC 3339 writes it, in Unix milliseconds.
    pub(super) fn time(&self, name: &str) -> Result<Option<i64>, Problem> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let moment = OffsetDateTime::parse(&text, &Rfc3339).ok();
        let milliseconds = moment.and_then(|moment| i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok());
        let message = format!("{name} must be a time as RFC 3339 writes it.");
        milliseconds.map(Some).ok_or_else(|| Problem::field(name, Code::FormParamInvalidTime, message))
    }

    /// The objects of a list, at most so many.
    pub(super) fn rows(&self, most: usize) -> Result<Vec<Self>, Problem> {
        let rows =
            self.rows.as_ref().ok_or_else(|| Problem::new(Code::RequestBodyInvalid, "The request body is no list."))?;
        if rows.len() > most {
            return Err(Problem::new(Code::BulkSizeExceeded, format!("At most {most} at once.")));
        }
        let row = |value: &Value| value.as_object().map(|fields| Self { fields: fields.clone(), ..Self::default() });
        let rows: Option<Vec<Self>> = rows.iter().map(row).collect();
        rows.ok_or_else(|| Problem::new(Code::RequestBodyInvalid, "The list holds something that is no object."))
    }

    /// An image of a kind and a size that Clerk takes, as an address that holds it.
    pub(super) fn image(&self) -> Result<String, Problem> {
        self.file.as_ref().ok_or_else(|| Problem::missing("file"))?.image()
    }
}

fn wrong_type(name: &str, kind: &str) -> Problem {
    Problem::field(name, Code::FormParamTypeInvalid, format!("{name} must be of type {kind}."))
}

fn too_large_or_broken(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::RequestBodyTooLarge, "The request body is too large."),
        _ => Problem::new(Code::RequestBodyInvalid, "The request body broke off."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_the_same_as_json() -> Result<(), Problem> {
        let form = Body::of_form(b"user_id[]=a&role=x&role=y&flag=true&n=7&o=%7B%22a%22%3A1%7D&empty=");
        assert_eq!(form.texts("user_id")?, Some(vec!["a".to_owned()]));
        assert_eq!(form.texts("role")?, Some(vec!["x".to_owned(), "y".to_owned()]));
        assert_eq!((form.flag("flag")?, form.integer("n", 0, 9)?), (Some(true), Some(7)));
        assert_eq!(form.object("o")?.map(Value::Object), Some(json!({ "a": 1 })));
        let mut text = Some("old".to_owned());
        form.put("empty", &mut text)?;
        assert_eq!(text, None);
        Ok(())
    }

    #[test]
    fn a_wrong_type_names_the_parameter() -> Result<(), Problem> {
        let body = Body::of_json(br#"{ "name": 7, "flag": "perhaps", "n": 10, "at": "yesterday", "nothing": null }"#)?;
        let codes = [
            body.text("name").map_err(|problem| problem.code).err(),
            body.flag("flag").map_err(|problem| problem.code).err(),
            body.integer("n", 0, 9).map_err(|problem| problem.code).err(),
            body.time("at").map_err(|problem| problem.code).err(),
            body.required("nothing").map_err(|problem| problem.code).err(),
            body.only(&["name"]).map_err(|problem| problem.code).err(),
        ];
        let expected = [
            "form_param_type_invalid",
            "form_param_type_invalid",
            "form_param_value_invalid",
            "form_param_invalid_time",
            "form_param_missing",
            "form_param_unknown",
        ];
        assert_eq!(codes, expected.map(Some));
        Ok(())
    }

    #[test]
    fn times_are_milliseconds() -> Result<(), Problem> {
        let body = Body::of_json(br#"{ "at": "2012-10-20T07:15:20.902Z" }"#)?;
        assert_eq!(body.time("at")?, Some(1_350_717_320_902));
        Ok(())
    }
}

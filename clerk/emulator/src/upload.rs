//! Pictures that somebody gives: read from a form or a plain body, and what of them Clerk takes.

use axum::body::Bytes;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures::stream;
use multer::Multipart;

use crate::error::{Code, Problem};

const IMAGE_LIMIT: usize = 10 * 1_024 * 1_024;

/// The largest body that is read at all: an image and what is around it.
pub(crate) const LIMIT: usize = IMAGE_LIMIT + 1_024 * 1_024;

/// A file of a form.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    kind: String,
    bytes: Bytes,
}

/// What a form with files holds.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) file: Option<Upload>,
}

impl Parts {
    /// Reads `multipart/form-data`.
    pub(crate) async fn read(bytes: Bytes, boundary: String) -> Result<Self, Problem> {
        let broken = |_| Problem::new(Code::RequestBodyInvalid, "The form cannot be read.");
        let mut form = Multipart::new(stream::iter([Ok::<_, std::io::Error>(bytes)]), boundary);
        let mut parts = Self::default();
        while let Some(part) = form.next_field().await.map_err(broken)? {
            let name = part.name().unwrap_or_default().to_owned();
            let kind = part.content_type().map(ToString::to_string);
            let bytes = part.bytes().await.map_err(broken)?;
            if name == "file" {
                parts.file = Some(Upload { kind: kind.unwrap_or_default(), bytes });
            } else {
                parts.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
        }
        Ok(parts)
    }
}

impl Upload {
    /// A picture that came as an address which holds the whole of it.
    pub(crate) fn of_address(address: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(address).ok()?;
        let (kind, base64) = text.trim().strip_prefix("data:")?.split_once(";base64,")?;
        Some(Self { kind: kind.to_owned(), bytes: STANDARD.decode(base64).ok()?.into() })
    }

    /// The picture as an address that holds the whole of it, where it is of a kind and a size that Clerk takes.
    pub(crate) fn image(&self) -> Result<String, Problem> {
        if self.bytes.len() > IMAGE_LIMIT {
            return Err(Problem::new(Code::ImageTooLarge, "The image is larger than 10 MB."));
        }
        if !["image/jpeg", "image/png", "image/gif", "image/webp"].contains(&self.kind.as_str()) {
            let message = "The file must be a JPEG, PNG, GIF or WebP image.";
            return Err(Problem::field("file", Code::FormParamValueInvalid, message));
        }
        Ok(format!("data:{};base64,{}", self.kind, STANDARD.encode(&self.bytes)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_can_come_as_an_address() -> Result<(), Problem> {
        let upload = |address: &str| Upload::of_address(address.as_bytes());
        let address = "data:image/png;base64,AAEC";
        assert_eq!(upload(address).map(|upload| upload.image()).transpose()?.as_deref(), Some(address));
        let refusal = upload("data:text/plain;base64,AAEC").and_then(|upload| upload.image().err());
        assert_eq!(refusal.map(|problem| problem.code), Some("form_param_value_invalid"));
        assert!(upload("AAEC").is_none() && upload("data:image/png;base64,?").is_none());
        Ok(())
    }
}

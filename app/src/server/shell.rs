//! The document around the app. Rendered on the server only and never hydrated, so plain tags are safe in its head.

use clerk_leptos::ClerkScripts;
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use super::{AppContext, Assets};
use crate::App;

/// Sets the theme before the first paint, and tells the stylesheet that scripts run.
const THEME_SCRIPT: &str = include_str!("theme.js");

/// The document. Order in the head matters: what Clerk and we add comes before `<MetaTags/>`, because hydration walks
/// the siblings after it.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let nonce = use_nonce();
    let context = use_context::<AppContext>();
    let Assets { js, wasm, css } = context.as_ref().map(|context| context.assets.clone()).unwrap_or_default();
    let clerk = context.map(|context| context.clerk).unwrap_or_default();
    let hydrate = hydration_script(&js, &wasm);
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <script nonce=nonce.clone() inner_html=THEME_SCRIPT></script>
                <link rel="stylesheet" href=css/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="modulepreload" href=js nonce=nonce.clone()/>
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script r#type="module" nonce=nonce.clone() inner_html=hydrate></script>
                <ClerkScripts options=clerk nonce=nonce.map(|nonce| nonce.to_string())/>
                <AutoReload options=options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// Loads the program and hands the page over to it. Without `crossorigin` on the module: Leptos' own tags put the nonce
/// there, where stylesheets could read it.
fn hydration_script(js: &str, wasm: &str) -> String {
    let (js, wasm) = (script_string(js), script_string(wasm));
    format!("import({js}).then(app => app.default({{module_or_path: {wasm}}}).then(() => app.hydrate()))")
}

/// A JavaScript string that cannot end the script element.
fn script_string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_cannot_leave_the_script() {
        let script = hydration_script("/pkg/app.js", "</script><script>alert(1)");
        assert!(!script.contains("</script>"));
        assert!(script.starts_with(r#"import("/pkg/app.js")"#));
    }
}

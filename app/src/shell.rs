//! The document around the app. Rendered on the server only and never hydrated, so plain tags are safe in its head.

use std::sync::{Arc, LazyLock};

use clerk_leptos::ClerkScripts;
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use crate::{
    App, ROOT_ID,
    brand::SUMMARY,
    context::{AppContext, Assets},
};

/// Sets the theme before the first paint, and tells the stylesheet that scripts run.
static THEME_SCRIPT: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("shell/theme.js")));
/// Gives the page back to the browser when its program fails. Before every other script that listens.
static HAND_OVER_SCRIPT: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("shell/hand_over.js")));
/// Starts the program, once its file names are filled in.
static START_SCRIPT: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("shell/start.js")));

/// A script as it is sent with every page: its lines without what stands before them, and without those that are comments.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The document. Order in the head matters: what Clerk and we add comes before `<MetaTags/>`, because hydration walks
/// the siblings after it.
pub fn shell(options: &LeptosOptions) -> impl IntoView + use<> {
    let nonce = use_nonce();
    let context = use_context::<AppContext>();
    let Assets { js, wasm, css } = context.as_ref().map(|context| context.assets.clone()).unwrap_or_default();
    let reload = (options.reload_port != 0).then(|| view! { <AutoReload options=options.clone()/> });
    let clerk = context.map(|context| Arc::clone(&context.clerk)).unwrap_or_default();
    let start = start_script(&js, &wasm);
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content=SUMMARY/>
                <script nonce=nonce.clone() inner_html=THEME_SCRIPT.as_str()></script>
                <script nonce=nonce.clone() inner_html=HAND_OVER_SCRIPT.as_str()></script>
                <link rel="stylesheet" href=css/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="modulepreload" href=js nonce=nonce.clone()/>
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script r#type="module" nonce=nonce.clone() inner_html=start></script>
                <ClerkScripts options=clerk nonce=nonce.map(|nonce| nonce.to_string())/>
                {reload}
                <MetaTags/>
            </head>
            // The program takes over one element, not the body: whatever else puts things in there does not disturb it.
            <body>
                <div id=ROOT_ID><App/></div>
            </body>
        </html>
    }
}

/// Loads the program and hands the page over to it. Without `crossorigin` on the module: Leptos' own tags put the nonce
/// there, where stylesheets could read it.
fn start_script(js: &str, wasm: &str) -> String {
    START_SCRIPT.replace("PROGRAM_JS", &script_string(js)).replace("PROGRAM_WASM", &script_string(wasm))
}

/// A JavaScript string that cannot end the script element.
fn script_string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_sent_without_what_only_its_readers_need() {
        assert_eq!(
            without_comments("// why\nf(function () {\n  // here\n  g(); // not here\n\n});\n"),
            "f(function () {\ng(); // not here\n});"
        );
        for script in [&*THEME_SCRIPT, &*HAND_OVER_SCRIPT, &*START_SCRIPT] {
            assert!(!script.contains('`'), "a text over several lines would lose its spaces: {script}");
        }
    }

    #[test]
    fn file_names_cannot_leave_the_script() {
        let script = start_script("/pkg/app.js", "</script><script>alert(1)");
        assert!(!script.contains("</script>"));
        assert!(script.contains(r#"import("/pkg/app.js")"#));
    }
}

//! The parts of ClerkJS 6 that are called, as wasm-bindgen sees them. Every call can throw, so every call is caught.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// `window.Clerk`, loaded or not.
    pub(crate) type Clerk;

    #[wasm_bindgen(method, catch, getter)]
    pub(crate) fn loaded(this: &Clerk) -> Result<bool, JsValue>;

    /// `null`: signed out. `undefined`: not loaded, or between two sessions.
    #[wasm_bindgen(method, catch, getter)]
    pub(crate) fn session(this: &Clerk) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, getter)]
    pub(crate) fn client(this: &Clerk) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    pub(crate) async fn load(this: &Clerk, options: &Object) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = setActive)]
    pub(crate) async fn set_active(this: &Clerk, parameters: &Object) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = signOut)]
    pub(crate) async fn sign_out(this: &Clerk, options: &Object) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch, js_name = addListener)]
    pub(crate) fn add_listener(this: &Clerk, listener: &Function) -> Result<JsValue, JsValue>;

    /// `Clerk.session`.
    pub(crate) type ClerkSession;

    #[wasm_bindgen(method, catch, js_name = getToken)]
    pub(crate) async fn get_token(this: &ClerkSession, options: &Object) -> Result<JsValue, JsValue>;
}

/// `window.Clerk`, once its script has run.
pub(crate) fn clerk() -> Option<Clerk> {
    global("Clerk").map(JsCast::unchecked_into)
}

/// A property of `window` that is there.
pub(crate) fn global(name: &str) -> Option<JsValue> {
    property(&js_sys::global(), name)
}

/// A property that is neither `null` nor `undefined`.
pub(crate) fn property(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_null() && !value.is_undefined())
}

/// Sets a property; objects of ours are never frozen.
pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) {
    if Reflect::set(object, &name.into(), value).is_err() {
        leptos::logging::error!("setting {name}: refused");
    }
}

/// Calls a method by name: the mount, unmount and open families differ in nothing else.
pub(crate) fn call(object: &JsValue, method: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    Reflect::apply(&function, object, &arguments.iter().copied().collect::<Array>())
}

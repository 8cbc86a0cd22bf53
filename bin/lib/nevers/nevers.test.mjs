// The checks themselves: each finds the mistake it is there for, and leaves the right thing alone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { isOfHarness, enabledBy } from "./harness.mjs";
import { emulatorOnlyInDebug, profilesKeepAssertions } from "./emulator.mjs";
import { RustFile } from "./project.mjs";
import { identityInOnePlace, noMachineInFiles, noReadingMutation, timeAndChance } from "./sources.mjs";
import { rawTextElements } from "./views.mjs";
import { locks, manifests } from "./workshop.mjs";

const rust = (text, path = "app/src/x.rs") => ({ rust: [new RustFile(path, text)] });
const finds = (check, text, path) => check(rust(text, path)).length;

test("user text in elements that are not escaped", () => {
  assert.equal(finds(rawTextElements, "view! { <textarea>{text}</textarea> }"), 1);
  assert.equal(finds(rawTextElements, "view! { <textarea on:input=move |_| { a > b } name=n>{move || text.get()}</textarea> }"), 1);
  assert.equal(finds(rawTextElements, "view! { <noscript><p>{text}</p></noscript> }"), 1);
  assert.equal(finds(rawTextElements, "view! { <script inner_html=text></script> }"), 1);
  assert.equal(finds(rawTextElements, "textarea().name(\"x\").child(text)"), 1);
  assert.equal(finds(rawTextElements, "view! { <textarea prop:value=text name=n></textarea> }"), 0);
  assert.equal(finds(rawTextElements, "view! { <textarea prop:value=text/><p>{text}</p> }"), 0);
  assert.equal(finds(rawTextElements, 'view! { <script>"let x = 1 > 0;"</script><style>{theme::CSS}</style> }'), 0);
  assert.equal(finds(rawTextElements, "view! { <textarea inner_html=textarea_content(&text)></textarea> }"), 0);
  assert.equal(finds(rawTextElements, 'let html = "<script>{x}</script>"; // <style>{x}</style>'), 0);
});

test("names of identity outside of the Clerk crates", () => {
  for (const text of ['"__session"', '"authorization"', "header::AUTHORIZATION", '"__client_uat_abc"']) {
    assert.equal(finds(identityInOnePlace, text), 1, text);
    assert.equal(finds(identityInOnePlace, text, "clerk/axum/src/x.rs"), 0, text);
    assert.equal(finds(identityInOnePlace, text, "server/src/tests/x.rs"), 0, text);
  }
  assert.equal(finds(identityInOnePlace, "// the __session cookie\nlet authorization = 1;"), 0);
});

test("time and chance that nobody injected", () => {
  const listed = { read: () => readClippy };
  const readClippy = ["SystemTime::now", "Instant::now", "OffsetDateTime::now_utc", "Uuid::now_v7", "Uuid::new_v4", "rand::rng", "rand::random", "thread::sleep"].map((name) => `${name}"`).join();
  const count = (text) => timeAndChance({ ...listed, ...rust(text) }).length;
  for (const call of ["SystemTime::now()", "std::time::Instant::now()", "Uuid::new_v4()", "rand::random::<u8>()", "tokio::time::sleep(x).await"]) {
    assert.equal(count(`let x = ${call};`), 1, call);
    assert.equal(count(`#[expect(clippy::disallowed_methods, reason = "the one clock")]\nfn x() { ${call} }`), 0, call);
  }
  assert.equal(count('clock.now(); Uuid::new_v7(stamp); "SystemTime::now()"'), 0);
  assert.equal(timeAndChance({ read: () => "", ...rust("") }).length, 8);
});

test("server functions that a link could call", () => {
  assert.equal(finds(noReadingMutation, "#[server(input = GetUrl)]"), 1);
  assert.equal(finds(noReadingMutation, "#[server(input = server_fn::codec::GetUrl, endpoint = \"x\")]"), 1);
  assert.equal(finds(noReadingMutation, "#[server(input = PostUrl)]"), 0);
});

test("the emulator outside of debug builds", () => {
  const path = "server/src/x.rs";
  assert.equal(finds(emulatorOnlyInDebug, "use clerk_emulator::Emulator;", path), 1);
  assert.equal(finds(emulatorOnlyInDebug, "#[cfg(debug_assertions)]\nuse clerk_emulator::Emulator;", path), 0);
  const files = [new RustFile(path, "use clerk_emulator::Emulator;"), new RustFile("server/src/main.rs", "#[cfg(debug_assertions)]\nmod x;")];
  assert.equal(emulatorOnlyInDebug({ rust: files }).length, 0);
  assert.equal(profilesKeepAssertions({ read: () => "[profile.fast-release]\ninherits = \"dev\"\n" }).length, 1);
  assert.equal(profilesKeepAssertions({ read: () => "[profile.dev]\ndebug-assertions = false\n" }).length, 1);
});

test("the server's harness outside of tests", () => {
  const asks = (kind, features) => [{ name: "app", features: {}, dependencies: [{ name: "server", kind, features }] }];
  assert.equal(enabledBy(asks(null, ["test-harness"])).length, 1);
  assert.equal(enabledBy(asks("dev", ["test-harness"])).length, 0);
  const has = (features) => [{ name: "server", features, dependencies: [] }];
  assert.equal(enabledBy(has({ default: ["test-harness"] })).length, 1);
  assert.equal(enabledBy(has({ full: ["server/test-harness"] })).length, 1);
  assert.equal(enabledBy(has({ "test-harness": ["dep:testkit"] })).length, 0);
  const testkit = { name: "testkit", optional: true };
  assert.equal(isOfHarness({ features: { "test-harness": ["dep:testkit"] } }, testkit), true);
  assert.equal(isOfHarness({ features: { extra: ["dep:testkit"] } }, testkit), false);
  assert.equal(isOfHarness({ features: {} }, { name: "testkit", optional: false }), false);
});

test("a workshop that drifts", () => {
  const lock = (version) => `[[package]]\nname = "url"\nversion = "${version}"\nsource = "registry"\n`;
  assert.equal(locks(lock("2.5.8"), lock("2.5.9")).length, 1);
  assert.equal(locks(lock("2.5.8"), lock("2.5.8")).length, 0);
  assert.equal(locks(lock("2.5.8") + lock("1.0.0"), lock("1.0.0")).length, 0);
  assert.equal(locks("", lock("2.5.9")).length, 0);
  const manifest = (url, lto) => `[workspace.dependencies]\nurl = "${url}"\napp = { path = "../app" }\n[profile.release]\n# why\nlto = ${lto}\n`;
  assert.equal(manifests(manifest("2", true), manifest("2", true)).length, 0);
  assert.equal(manifests(manifest("2", true), manifest("3", true)).length, 1);
  assert.equal(manifests(manifest("2", true), manifest("2", false)).length, 1);
  assert.equal(manifests(manifest("2", true), "").length, 1);
});

test("paths and hosts of one machine", () => {
  const count = (text, path = "docs/x.md") => noMachineInFiles({ files: [path], read: () => text }).length;
  assert.equal(count(`see /${"root"}/.cargo`), 1);
  assert.equal(count(`see https://${"index"}.crates.example/x`), 1);
  assert.equal(count('"resolved": "https://x"', "package-lock.json"), 1);
  assert.equal(count("https://docs.example/x and ./work/here"), 0);
});

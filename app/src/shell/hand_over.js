// When the program of this page cannot go on, the page is the browser's again: links navigate, forms post, and one
// sentence says so. Runs before everything else, so that its listeners on the window come before the program's.
(function () {
  var html = document.documentElement;
  var isOver = false;
  var address;

  // Said by the page's script when the program does not come or cannot start, and by the program's own last words.
  document.addEventListener("program-failed", function (event) {
    handOver(!event.detail || event.detail.started);
  });
  // Whatever else stops a running program shows here, wherever it was called from.
  addEventListener("error", function (event) {
    if (isRunning() && isTrap(event.error)) handOver(true);
  });
  addEventListener("unhandledrejection", function (event) {
    if (isRunning() && isTrap(event.reason)) handOver(true);
  });

  function isRunning() {
    return html.hasAttribute("data-hydrated");
  }

  // The engine's own errors, and a stack that has overflown inside of WebAssembly.
  function isTrap(error) {
    if (!error) return false;
    if (error.name === "RuntimeError") return true;
    return /^(RangeError|InternalError)$/.test(error.name) && /wasm/.test(error.stack);
  }

  // The router listens on the window, behind these two.
  addEventListener("click", function (event) {
    if (isOver) event.stopImmediatePropagation();
  });
  addEventListener("popstate", function (event) {
    if (!isOver || address === here()) return;
    event.stopImmediatePropagation();
    location.reload();
  }, true);

  // A program that never started has no listeners to silence, and nothing broke that people would notice.
  function handOver(hasStarted) {
    if (isOver) return;
    isOver = true;
    address = here();
    var wasRunning = isRunning();
    html.removeAttribute("data-hydrated");
    html.classList.add("handed-over");
    if (!hasStarted) return;
    silence(document.getElementById("app"));
    releaseForms();
    releaseClerk();
    document.body.insertAdjacentHTML("beforeend", '<p id="handed-over" role="alert">Something broke on this page. Its links and forms still work; <a href="">load the page again</a> to have all of it.</p>');
    // A program that stopped between two pages leaves none. Once only: a page that was just loaded again stays as it is.
    if (wasRunning && !isLoadedAgain()) setTimeout(function () {
      if (isNoPage(document.querySelector("#app main"))) location.reload();
    });
  }

  function here() {
    return location.pathname + location.search;
  }

  // Keeps every event from the program's listeners; what the browser does by itself it goes on doing. Clerk's parts
  // are alive and keep theirs.
  function silence(app) {
    if (!app) return;
    var types = ["focusin", "focusout", "compositionstart", "compositionupdate", "compositionend"];
    for (var name in app) if (name.slice(0, 2) === "on") types.push(name.slice(2));
    types.forEach(function (type) {
      app.addEventListener(type, function (event) {
        if (!isClerks(event.target)) event.stopImmediatePropagation();
      }, true);
    });
  }

  function isClerks(target) {
    var element = target.closest ? target : target.parentElement;
    return element && element.closest("[data-clerk-component]") && !element.closest("[data-clerk-failed]");
  }

  // A form that was on its way may be sent again.
  function releaseForms() {
    document.querySelectorAll("#app form[aria-busy]").forEach(function (form) {
      form.querySelectorAll("[aria-busy]").forEach(function (button) {
        button.removeAttribute("aria-disabled");
      });
    });
    document.querySelectorAll("#app [aria-busy]").forEach(function (element) {
      element.removeAttribute("aria-busy");
    });
  }

  // ClerkJS called the program at sign-in, sign-out and navigation; now it goes to the next page by itself.
  function releaseClerk() {
    try {
      delete window.__internal_onBeforeSetActive;
      delete window.__internal_onAfterSetActive;
      if (window.__clerk_leptos_unfollow) window.__clerk_leptos_unfollow();
      window.Clerk.__internal_updateProps({ options: { routerPush: undefined, routerReplace: undefined } });
    } catch (error) {}
  }

  function isLoadedAgain() {
    var navigation = performance.getEntriesByType("navigation")[0];
    return !navigation || navigation.type === "reload";
  }

  function isNoPage(main) {
    return !main || main.querySelector(".skeleton") || !(main.textContent.trim() || main.querySelector("[data-clerk-component]"));
  }
})();

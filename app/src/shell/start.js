let started = false;
import(PROGRAM_JS)
  .then(app => app.default({ module_or_path: PROGRAM_WASM }).then(() => {
    started = true;
    app.hydrate();
  }))
  .catch(error => {
    console.error(error);
    document.dispatchEvent(new CustomEvent("program-failed", { detail: { started } }));
  });

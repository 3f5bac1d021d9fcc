// Starts the program that the page names, and says so where that fails. Bundled with what
// wasm-bindgen writes; the program's address stands in the page, since it changes with its content.

import init from "./booking-dashboard.js";

const { href } = document.getElementById("program");
const show = (id, shown) => {
  document.getElementById(id)?.toggleAttribute("hidden", !shown);
};

// A trap leaves half a page behind that answers to nothing: say so instead. Other errors are not the
// program's end.
const failed = (error) => {
  show("dashboard", false);
  show("before", true);
  show("before-loading", false);
  show("before-failed", true);
  console.error(error);
};
addEventListener("error", ({ error }) => {
  if (error instanceof WebAssembly.RuntimeError) failed(error);
});
addEventListener("unhandledrejection", ({ reason }) => {
  if (reason instanceof WebAssembly.RuntimeError) failed(reason);
});

init({ module_or_path: href }).catch(failed);

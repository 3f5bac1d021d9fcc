// Starts the widget in #booking. Whatever goes wrong on the way, the guest gets a sentence, a
// way to try again and the business's own site instead of grey shapes that never end.
const address = (selector) => document.querySelector(selector).href;
const showInstead = (id) => {
  document.getElementById("booking").hidden = true;
  document.getElementById(id).hidden = false;
};

for (const button of document.querySelectorAll("[data-reload]"))
  button.addEventListener("click", () => location.reload());

// A panic in the widget is a trap. What the guest sees must not stand there as if it still worked.
const trapped = (error) => {
  if (error instanceof WebAssembly.RuntimeError) showInstead("booking-broken");
};
addEventListener("error", (event) => trapped(event.error));
addEventListener("unhandledrejection", (event) => trapped(event.reason));

import(address("link[rel=modulepreload]"))
  .then((glue) => glue.default({ module_or_path: address("link[rel=preload][as=fetch]") }))
  .catch((error) => {
    console.error("The booking widget did not start:", error);
    showInstead(error instanceof WebAssembly.RuntimeError ? "booking-broken" : "booking-failed");
  });

// Starts the widget in #booking. Whatever goes wrong on the way, the guest gets a sentence, a
// way to try again and the business's own site instead of grey shapes that never end.
const address = (selector) => document.querySelector(selector).href;
const failed = document.getElementById("booking-failed");

document.getElementById("booking-retry").addEventListener("click", () => location.reload());

import(address("link[rel=modulepreload]"))
  .then((glue) => glue.default({ module_or_path: address("link[rel=preload][as=fetch]") }))
  .catch((error) => {
    console.error("The booking widget did not start:", error);
    document.getElementById("booking").hidden = true;
    failed.hidden = false;
  });

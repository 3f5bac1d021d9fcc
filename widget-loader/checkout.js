// The way from the host page to the payment page and back. Part of more.js.
//
// Payment pages refuse to be framed, so the whole page goes there: by exactly one navigation, since
// two at once cancel each other in some browsers.

// A guest who is still here much later is here because the navigation failed, and may try again.
const LEAVE_AGAIN_AFTER_MS = 10_000;
// The frame waits 1.2 s for an answer and then shows a link, which would be a second way.
const ANSWER_WITHIN_MS = 1_000;

// The checkout that the page is being left for, if any.
let leavingFor = "";
let leavingTimer = 0;
// The widgets whose guests have done something.
const used = new Set();

window.addEventListener("pageshow", (event) => {
  // The guest came back from the payment page to a page that the browser had kept as it was.
  if (!event.persisted) return;
  stay();
  used.forEach((widget) => widget.tell("shown-again"));
});

/** Notes a widget, so that its frame hears when the guest is back from the payment page. */
export function know(widget) {
  used.forEach((other) => {
    if (!other.handle.element.isConnected) used.delete(other);
  });
  used.add(widget);
}

/** Takes the guest to the payment page, as the frame that `tell` speaks to asks for. */
export function checkout({ id, url, at }, tell) {
  const destination = paymentAddress(url);
  if (typeof id !== "string" || !id || !destination) return;
  const isLate = performance.now() - at > ANSWER_WITHIN_MS;
  // In a page that is framed itself, only a link that the guest presses leads out.
  if (window.top !== window || isLate) tell("checkout-refused", { id });
  else if (!leavingFor) {
    leavingFor = id;
    leavingTimer = setTimeout(stay, LEAVE_AGAIN_AFTER_MS);
    tell("checkout-ack", { id });
    window.location.assign(destination);
  } else if (leavingFor === id) tell("checkout-ack", { id });
}

function stay() {
  clearTimeout(leavingTimer);
  leavingFor = "";
}

// Payments go over TLS; the exceptions are for development.
function paymentAddress(address) {
  const known = /^(https:|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/)/;
  try {
    const { href } = new URL(address);
    return typeof address === "string" && known.test(href) ? href : "";
  } catch {
    return "";
  }
}

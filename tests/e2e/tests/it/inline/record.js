// What the widget tells the page, and what goes wrong in it.
window.heard = [];
window.faults = [];
const names =
  "ready service_selected slot_selected step_changed coupon_applied coupon_removed coupon_rejected " +
  "price_changed booking_submitted payment_succeeded booking_confirmed booking_cancelled error";
for (const name of names.split(" "))
  document.addEventListener(`booking:${name}`, ({ detail, target }) => {
    heard.push({ name, detail, calendar: target.dataset.bookingWidget });
    // The page is left for the payment; whoever comes back finds what was told before.
    sessionStorage.setItem("heard", JSON.stringify(heard));
  });
addEventListener("error", ({ message }) => faults.push(`error ${message}`));
addEventListener("unhandledrejection", ({ reason }) => faults.push(`rejection ${reason}`));
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  faults.push(`policy ${violatedDirective} ${blockedURI}`),
);
for (const kind of ["error", "warn"]) {
  const say = console[kind];
  console[kind] = (...words) => {
    faults.push(`${kind} ${words.join(" ")}`);
    say(...words);
  };
}

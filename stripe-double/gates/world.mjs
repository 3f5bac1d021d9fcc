// What the gates in JavaScript share: where the double and the companion are, the double's remote
// control, and a receiver for its events.
//
// `cargo xtask test --only stripe-gates` sets the environment:
// STRIPE_DOUBLE_URL, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, COMPANION_URL.

import { createServer } from "node:http";

export const doubleUrl = new URL(needed("STRIPE_DOUBLE_URL"));
export const companionUrl = needed("COMPANION_URL");
export const secretKey = needed("STRIPE_SECRET_KEY");
export const webhookSecret = needed("STRIPE_WEBHOOK_SECRET");

export function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run cargo xtask test --only stripe-gates`);
  return value;
}

/** A session of two seats at 45.00 euros, changed by `changes`. */
export function session(changes = {}) {
  return {
    mode: "payment",
    success_url: "https://studio.test/done?session={CHECKOUT_SESSION_ID}",
    cancel_url: "https://studio.test/back",
    line_items: [
      {
        quantity: 2,
        price_data: { currency: "eur", unit_amount: 4500, product_data: { name: "Wheel course" } },
      },
    ],
    ...changes,
  };
}

/** Tells the double's remote control something and gives back what it says. */
export async function control(path, body, method = "POST") {
  const answer = await fetch(new URL(`/_double${path}`, doubleUrl), {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** Pays for a session as a guest does on its page. */
export async function pay(id) {
  const answer = await fetch(new URL(`/c/pay/${id}/pay`, doubleUrl), {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ email: "ada@example.com" }),
  });
  if (answer.status !== 303) throw new Error(`paying answered ${answer.status}`);
}

/** An endpoint that keeps what it gets, already entered as the one for the double's events. */
export async function receiver() {
  const received = [];
  const waiting = [];
  const server = createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      received.push({ signature: request.headers["stripe-signature"], body: Buffer.concat(parts) });
      response.end();
      waiting.splice(0).forEach((wake) => wake());
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  // A test that fails before it closes this must not keep the program from ending.
  server.unref();
  await control("/webhooks", { url: `http://127.0.0.1:${server.address().port}/hooks` });
  return {
    /** The first delivery of an event of this type. */
    async first(type) {
      const until = Date.now() + 10_000;
      for (;;) {
        const found = received.find((one) => JSON.parse(one.body).type === type);
        if (found) return found;
        if (Date.now() > until) throw new Error(`no ${type} came within 10 s`);
        await new Promise((wake) => {
          waiting.push(wake);
          setTimeout(wake, 100);
        });
      }
    },
    close: () => server.close(),
  };
}

/** What the companion answers to an event with this signature. */
export async function companionAnswers(body, signature) {
  const answer = await fetch(`${companionUrl}/v1/stripe/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json", "stripe-signature": signature },
    body,
  });
  await answer.text();
  return answer.status;
}

/** An event about a session that the companion has never heard of. */
export function foreignEvent() {
  return JSON.stringify({
    id: `evt_gate${Date.now()}`,
    object: "event",
    type: "checkout.session.completed",
    data: { object: { id: "cs_test_of_somebody_else", object: "checkout.session" } },
  });
}

// The official Node SDK against the double: it must be unable to tell it from Stripe where the
// companion's product is concerned.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, afterEach, before, test } from "node:test";
import {
  companionAnswers, control, doubleUrl, foreignEvent, needed, pay, receiver, secretKey, session,
  webhookSecret,
} from "./world.mjs";

const Stripe = createRequire(needed("STRIPE_NODE_SDK"))("stripe");

/** The SDK with a key, and without retries of its own unless asked for. */
function client(key = secretKey, maxNetworkRetries = 0) {
  return new Stripe(key, {
    protocol: doubleUrl.protocol.slice(0, -1),
    host: doubleUrl.hostname,
    port: doubleUrl.port,
    maxNetworkRetries,
    telemetry: false,
    timeout: 5000,
  });
}

const stripe = client();
const { errors } = Stripe;
let endpoint;
let number = 0;

/** A name that no other test has used. */
const fresh = (name) => `${name}-${process.pid}-${++number}`;

async function paid(changes = {}) {
  const opened = await stripe.checkout.sessions.create(session(changes));
  await pay(opened.id);
  return stripe.checkout.sessions.retrieve(opened.id);
}

/** Asserts that a call is refused with an error of this class. */
async function refused(call, kind, properties = {}) {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof kind, `${error.constructor.name}: ${error.message}`);
    for (const [name, value] of Object.entries(properties)) assert.equal(error[name], value, name);
    assert.ok(error.requestId?.startsWith("req_"));
    return true;
  });
}

before(async () => { endpoint = await receiver(); });
after(() => endpoint.close());
afterEach(() => control("/faults", undefined, "DELETE"));

test("SDK and double speak the same version", async () => {
  const coupon = await stripe.coupons.create({ percent_off: 5 });
  assert.equal(coupon.lastResponse.headers["stripe-version"], Stripe.API_VERSION);
});

test("a coupon is made, found, listed, renamed and deleted", async () => {
  const id = fresh("COUPON");
  const made = await stripe.coupons.create({ id, amount_off: 500, currency: "eur", duration: "once", max_redemptions: 1 });
  assert.deepEqual([made.id, made.amount_off, made.valid], [id, 500, true]);
  assert.deepEqual(await stripe.coupons.retrieve(id), made);
  assert.equal((await stripe.coupons.list({ limit: 1 })).data[0].id, id);
  assert.equal((await stripe.coupons.update(id, { name: "Spring" })).name, "Spring");
  assert.equal((await stripe.coupons.del(id)).deleted, true);
  await refused(stripe.coupons.retrieve(id), errors.StripeInvalidRequestError, { code: "resource_missing", statusCode: 404 });
});

test("a session is opened with a discount, found, listed, and shows its lines", async () => {
  const id = fresh("OFF");
  await stripe.coupons.create({ id, amount_off: 1001, currency: "eur" });
  const opened = await stripe.checkout.sessions.create(session({ discounts: [{ coupon: id }] }));
  assert.deepEqual([opened.amount_subtotal, opened.amount_total, opened.status], [9000, 7999, "open"]);
  const found = await stripe.checkout.sessions.retrieve(opened.id, { expand: ["line_items", "discounts.coupon"] });
  assert.equal(found.line_items.data[0].amount_discount, 1001);
  assert.equal(found.discounts[0].coupon.id, id);
  assert.equal((await stripe.checkout.sessions.listLineItems(opened.id)).data.length, 1);
});

test("pages of sessions follow each other without a gap", async () => {
  const made = [];
  for (let count = 0; count < 5; count += 1) made.unshift((await stripe.checkout.sessions.create(session())).id);
  const listed = [];
  for await (const one of stripe.checkout.sessions.list({ limit: 2 })) {
    listed.push(one.id);
    if (listed.length === 5) break;
  }
  assert.deepEqual(listed, made);
});

test("an open session can be expired once", async () => {
  const { id } = await stripe.checkout.sessions.create(session());
  assert.equal((await stripe.checkout.sessions.expire(id)).status, "expired");
  await refused(stripe.checkout.sessions.expire(id), errors.StripeInvalidRequestError, { statusCode: 400 });
});

test("a payment is refunded in parts, and never beyond what was paid", async () => {
  const { payment_intent } = await paid();
  const part = await stripe.refunds.create({ payment_intent, amount: 2500, reason: "requested_by_customer" });
  assert.deepEqual([part.amount, part.status, part.currency], [2500, "succeeded", "eur"]);
  await refused(stripe.refunds.create({ payment_intent, amount: 6501 }), errors.StripeInvalidRequestError, { param: "amount" });
  const rest = await stripe.refunds.create({ payment_intent });
  assert.equal(rest.amount, 6500);
  await refused(stripe.refunds.create({ payment_intent }), errors.StripeInvalidRequestError, { code: "charge_already_refunded" });
  const listed = await stripe.refunds.list({ payment_intent });
  assert.deepEqual(listed.data.map((refund) => refund.id), [rest.id, part.id]);
  const intent = await stripe.paymentIntents.retrieve(payment_intent, { expand: ["latest_charge.refunds"] });
  assert.deepEqual([intent.latest_charge.refunded, intent.latest_charge.amount_refunded], [true, 9000]);
  assert.equal(intent.latest_charge.refunds.data.length, 2);
  assert.equal((await stripe.refunds.retrieve(part.id, { expand: ["charge"] })).charge.id, intent.latest_charge.id);
});

test("a promotion code is found by its text and counted when it is paid", async () => {
  const coupon = await stripe.coupons.create({ percent_off: 10 });
  const code = fresh("SPRING");
  const promotion = await stripe.promotionCodes.create({ promotion: { type: "coupon", coupon: coupon.id }, code });
  assert.equal((await stripe.promotionCodes.list({ code: code.toLowerCase() })).data[0].id, promotion.id);
  const done = await paid({ discounts: [{ promotion_code: promotion.id }] });
  assert.equal(done.amount_total, 8100);
  const after = await stripe.promotionCodes.retrieve(promotion.id, { expand: ["promotion.coupon"] });
  assert.deepEqual([after.times_redeemed, after.promotion.coupon.times_redeemed], [1, 1]);
});

test("a product, its price and a customer make a session", async () => {
  const product = await stripe.products.create({ name: "Glazing" });
  const price = await stripe.prices.create({ product: product.id, currency: "eur", unit_amount: 1200 });
  const customer = await stripe.customers.create({ email: "ada@example.com" });
  const opened = await stripe.checkout.sessions.create(
    session({ line_items: [{ price: price.id, quantity: 3 }], customer: customer.id, expand: ["customer"] }),
  );
  assert.deepEqual([opened.amount_total, opened.customer.email], [3600, "ada@example.com"]);
});

test("what is wrong with a parameter comes as StripeInvalidRequestError", async () => {
  const create = (changes) => stripe.checkout.sessions.create(session(changes));
  const kind = errors.StripeInvalidRequestError;
  await refused(create({ discounts: [{ coupon: "NOBODY" }] }), kind, { code: "resource_missing", param: "discounts[0][coupon]" });
  await refused(create({ colour: "red" }), kind, { code: "parameter_unknown", param: "colour" });
  await refused(create({ customer: "cus_a", customer_email: "ada@example.com" }), kind, { param: "customer" });
  await refused(create({ discounts: [{ coupon: "A" }], allow_promotion_codes: false }), kind, { param: "allow_promotion_codes" });
  await create({});
});

test("a wrong or revoked key comes as StripeAuthenticationError", async () => {
  await refused(client("sk_test_wrong").coupons.list(), errors.StripeAuthenticationError, { statusCode: 401 });
  await control("/faults", { next: "401" });
  await refused(stripe.coupons.list(), errors.StripeAuthenticationError, { code: "api_key_expired" });
  await stripe.coupons.list();
});

test("an account that is none comes as StripePermissionError", async () => {
  await refused(stripe.coupons.list({}, { stripeAccount: "nobody" }), errors.StripePermissionError, { statusCode: 403 });
});

test("objects live on the account they were made on", async () => {
  const on = { stripeAccount: "acct_one" };
  const { id } = await stripe.coupons.create({ percent_off: 5 }, on);
  await stripe.coupons.retrieve(id, {}, on);
  await refused(stripe.coupons.retrieve(id), errors.StripeInvalidRequestError, { code: "resource_missing" });
});

test("the same key and parameters give the first answer again", async () => {
  const idempotencyKey = fresh("key");
  const first = await stripe.checkout.sessions.create(session(), { idempotencyKey });
  const again = await stripe.checkout.sessions.create(session(), { idempotencyKey });
  assert.equal(again.id, first.id);
  assert.equal(again.lastResponse.headers["idempotent-replayed"], "true");
});

test("the same key with other parameters comes as StripeIdempotencyError", async () => {
  const idempotencyKey = fresh("key");
  await stripe.coupons.create({ percent_off: 5 }, { idempotencyKey });
  await refused(stripe.coupons.create({ percent_off: 6 }, { idempotencyKey }), errors.StripeIdempotencyError, { statusCode: 400 });
});

test("too many requests come as StripeRateLimitError", async () => {
  await control("/faults", { next: "429" });
  await refused(stripe.coupons.list(), errors.StripeRateLimitError, { code: "rate_limit" });
});

test("the SDK retries what it is told to, and finds one session made", async () => {
  const patient = client(secretKey, 2);
  for (const fault of ["429", "409", "timeout_after_effect", "unreachable", "connection_reset"]) {
    const client_reference_id = fresh(fault);
    await control("/faults", { next: fault, hang_seconds: 0 });
    const made = await patient.checkout.sessions.create(session({ client_reference_id }));
    const { sessions } = await control("/state", undefined, "GET");
    assert.deepEqual(sessions.filter((one) => one.client_reference_id === client_reference_id).map((one) => one.id), [made.id], fault);
  }
});

test("the SDK does not retry what it is told not to", async () => {
  await control("/faults", { next: "429", should_retry: false });
  await refused(client(secretKey, 2).coupons.list(), errors.StripeRateLimitError);
});

test("half an answer and an answer of garbage are errors, and the effect is found by its key", async () => {
  for (const fault of ["truncated_body", "garbage_json"]) {
    const idempotencyKey = fresh("key");
    await control("/faults", { next: fault });
    await assert.rejects(stripe.checkout.sessions.create(session(), { idempotencyKey }), errors.StripeError, fault);
    const again = await stripe.checkout.sessions.create(session(), { idempotencyKey });
    assert.equal(again.lastResponse.headers["idempotent-replayed"], "true", fault);
  }
});

test("the SDK accepts the events of the double, and refuses them altered", async () => {
  const { payment_intent } = await paid();
  await stripe.refunds.create({ payment_intent });
  for (const type of ["checkout.session.completed", "charge.refunded", "refund.created"]) {
    const { body, signature } = await endpoint.first(type);
    const event = stripe.webhooks.constructEvent(body, signature, webhookSecret);
    assert.equal(event.type, type);
    const altered = Buffer.from(body.toString().replace('"livemode": false', '"livemode": true'));
    assert.notDeepEqual(altered, body);
    const refuses = (...given) => assert.throws(() => stripe.webhooks.constructEvent(...given), errors.StripeSignatureVerificationError);
    refuses(altered, signature, webhookSecret);
    refuses(body, signature, "whsec_other");
  }
  const [event] = (await stripe.events.list({ type: "charge.refunded", limit: 1 })).data;
  assert.equal((await stripe.events.retrieve(event.id)).id, event.id);
});

test("the SDK refuses the double's forged and its stale events, and takes those of a rolled secret", async () => {
  const signedWith = async (knobs) => {
    const inbox = await receiver();
    await control("/webhooks", knobs);
    const { id } = await stripe.checkout.sessions.create(session());
    await pay(id);
    const delivered = await inbox.first("checkout.session.completed");
    await inbox.close();
    return () => stripe.webhooks.constructEvent(delivered.body, delivered.signature, webhookSecret);
  };
  const kind = errors.StripeSignatureVerificationError;
  assert.throws(await signedWith({ wrong_secret: true }), kind);
  assert.throws(await signedWith({ wrong_secret: false, stale_seconds: 301 }), kind);
  assert.ok((await signedWith({ stale_seconds: 0, secrets: ["whsec_new", webhookSecret] }))());
  assert.throws(await signedWith({ secrets: ["whsec_new"] }), kind);
  assert.ok((await signedWith({ secrets: [webhookSecret] }))());
});

test("the companion accepts what the SDK signs, and refuses it altered", async () => {
  const payload = foreignEvent();
  const sign = (changes = {}) => stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, ...changes });
  assert.equal(await companionAnswers(payload, sign()), 200);
  assert.equal(await companionAnswers(`${payload} `, sign()), 400);
  assert.equal(await companionAnswers(payload, sign({ secret: "whsec_other" })), 400);
  assert.equal(await companionAnswers(payload, sign({ timestamp: Math.floor(Date.now() / 1000) - 400 })), 400);
  assert.equal(await companionAnswers(payload, sign({ scheme: "v0" })), 400);
});

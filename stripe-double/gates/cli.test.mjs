// The official command line against the double. It exits with 0 whatever the API answers, so what
// counts is what it prints.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { doubleUrl, needed, pay, secretKey } from "./world.mjs";

const program = needed("STRIPE_CLI");
let home;

before(async () => { home = await mkdtemp(join(tmpdir(), "stripe-cli-")); });
after(() => rm(home, { recursive: true }));

/** Runs the command line and reads the object that it prints. */
async function stripe(...words) {
  const { stdout } = await promisify(execFile)(program, [...words, "--api-base", doubleUrl.origin], {
    // A home of its own, so that nobody's login is used or changed.
    env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, STRIPE_API_KEY: secretKey, STRIPE_CLI_TELEMETRY_OPTOUT: "1" },
  });
  // A deletion that needs no confirmation says so first.
  return JSON.parse(stdout.slice(stdout.indexOf("{")));
}

const data = (parameters) => Object.entries(parameters).flatMap(([name, value]) => ["-d", `${name}=${value}`]);
const line = {
  mode: "payment",
  success_url: "https://studio.test/done",
  "line_items[0][quantity]": 1,
  "line_items[0][price_data][currency]": "eur",
  "line_items[0][price_data][unit_amount]": 4500,
  "line_items[0][price_data][product_data][name]": "Wheel course",
};
const open = (...words) => stripe("checkout", "sessions", "create", ...data(line), ...words);

test("a coupon is made by flags, found and deleted", async () => {
  const made = await stripe("coupons", "create", "--percent-off", "25", "--duration", "once", "--name", "Quarter");
  assert.deepEqual([made.percent_off, made.name], [25, "Quarter"]);
  assert.equal((await stripe("coupons", "retrieve", made.id)).id, made.id);
  assert.equal((await stripe("coupons", "delete", made.id, "--confirm")).deleted, true);
  assert.equal((await stripe("coupons", "retrieve", made.id)).error.code, "resource_missing");
});

test("a session is opened, found, listed and expired", async () => {
  const opened = await open();
  assert.deepEqual([opened.amount_total, opened.status], [4500, "open"]);
  const found = await stripe("checkout", "sessions", "retrieve", opened.id, "-e", "line_items");
  assert.equal(found.line_items.data.length, 1);
  assert.equal((await stripe("checkout", "sessions", "list", "--limit", "1")).data[0].id, opened.id);
  assert.equal((await stripe("checkout", "sessions", "expire", opened.id)).status, "expired");
  assert.equal((await stripe("checkout", "sessions", "expire", opened.id)).error.type, "invalid_request_error");
});

test("a payment is refunded, in part and then no more than is left", async () => {
  const opened = await open();
  await pay(opened.id);
  const { payment_intent: intent } = await stripe("checkout", "sessions", "retrieve", opened.id);
  const refund = await stripe("refunds", "create", "--payment-intent", intent, "--amount", "1500");
  assert.deepEqual([refund.status, refund.amount], ["succeeded", 1500]);
  assert.equal((await stripe("refunds", "create", "--payment-intent", intent, "--amount", "3001")).error.param, "amount");
  assert.equal((await stripe("refunds", "list", "--payment-intent", intent)).data.length, 1);
  assert.equal((await stripe("payment_intents", "retrieve", intent)).amount_received, 4500);
  assert.equal((await stripe("charges", "retrieve", refund.charge)).amount_refunded, 1500);
});

test("the same idempotency key gives the same session, and another body an error", async () => {
  const key = `cli-${process.pid}`;
  const first = await open("-i", key);
  assert.equal((await open("-i", key)).id, first.id);
  const other = await open("-i", key, "-d", "client_reference_id=other");
  assert.equal(other.error.type, "idempotency_error");
});

test("an account of its own and an unknown address are told apart", async () => {
  const made = await stripe("coupons", "create", "--percent-off", "5", "--stripe-account", "acct_cli");
  assert.equal((await stripe("get", `/v1/coupons/${made.id}`, "--stripe-account", "acct_cli")).id, made.id);
  assert.equal((await stripe("get", `/v1/coupons/${made.id}`)).error.code, "resource_missing");
});

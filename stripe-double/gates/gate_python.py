"""The official Python SDK against the double, and its signatures against the companion.

`cargo xtask test --only stripe-gates` sets the environment: STRIPE_DOUBLE_URL,
STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, COMPANION_URL.
"""

import json
import os
import threading
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import stripe

DOUBLE = os.environ["STRIPE_DOUBLE_URL"]
COMPANION = os.environ["COMPANION_URL"]
KEY = os.environ["STRIPE_SECRET_KEY"]
SECRET = os.environ["STRIPE_WEBHOOK_SECRET"]

stripe.enable_telemetry = False


def client(key=KEY, retries=0):
    """The SDK with a key, and without retries of its own unless asked for."""
    return stripe.StripeClient(key, base_addresses={"api": DOUBLE}, max_network_retries=retries)


def session(**changes):
    """A session of two seats at 45.00 euros."""
    return {
        "mode": "payment",
        "success_url": "https://studio.test/done?session={CHECKOUT_SESSION_ID}",
        "line_items": [
            {
                "quantity": 2,
                "price_data": {
                    "currency": "eur",
                    "unit_amount": 4500,
                    "product_data": {"name": "Wheel course"},
                },
            }
        ],
        **changes,
    }


def send(url, body, headers, method="POST"):
    """One request without a library; gives status and body."""
    request = urllib.request.Request(url, data=body, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def control(path, body=None, method="POST"):
    """Tells the double's remote control something."""
    data = None if body is None else json.dumps(body).encode()
    status, text = send(DOUBLE + "/_double" + path, data, {"content-type": "application/json"}, method)
    assert status < 300, (status, text)
    return json.loads(text) if text else None


class Receiver:
    """An endpoint that keeps what it gets, entered as the one for the double's events."""

    def __init__(self):
        received = self.received = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["content-length"])
                received.append((self.headers["stripe-signature"], self.rfile.read(length)))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        control("/webhooks", {"url": f"http://127.0.0.1:{self.server.server_port}/hooks"})

    def first(self, kind):
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for signature, body in list(self.received):
                if json.loads(body)["type"] == kind:
                    return signature, body
            time.sleep(0.02)
        raise AssertionError(f"no {kind} came within 10 s")


class Gate(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stripe = client().v1
        cls.endpoint = Receiver()
        cls.counter = 0

    @classmethod
    def tearDownClass(cls):
        cls.endpoint.server.shutdown()
        cls.endpoint.server.server_close()

    def tearDown(self):
        control("/faults", method="DELETE")

    def fresh(self, name):
        """A name that no other test has used."""
        type(self).counter += 1
        return f"{name}-{os.getpid()}-{self.counter}"

    def paid(self, **changes):
        opened = self.stripe.checkout.sessions.create(session(**changes))
        status, _ = send(f"{DOUBLE}/_double/sessions/{opened.id}/pay", b"{}", {"content-type": "application/json"})
        self.assertEqual(status, 200)
        return self.stripe.checkout.sessions.retrieve(opened.id)

    def refused(self, kind, call, **properties):
        with self.assertRaises(kind) as caught:
            call()
        for name, value in properties.items():
            self.assertEqual(getattr(caught.exception, name), value, name)
        self.assertTrue(caught.exception.request_id.startswith("req_"))

    def test_a_coupon_is_made_found_listed_renamed_and_deleted(self):
        coupon_id = self.fresh("COUPON")
        made = self.stripe.coupons.create({"id": coupon_id, "percent_off": 12.5, "duration": "once"})
        self.assertEqual((made.id, made.percent_off, made.valid), (coupon_id, 12.5, True))
        self.assertEqual(self.stripe.coupons.retrieve(coupon_id), made)
        self.assertEqual(self.stripe.coupons.list({"limit": 1}).data[0].id, coupon_id)
        self.assertEqual(self.stripe.coupons.update(coupon_id, {"name": "Spring"}).name, "Spring")
        self.assertTrue(self.stripe.coupons.delete(coupon_id).deleted)
        self.refused(
            stripe.InvalidRequestError,
            lambda: self.stripe.coupons.retrieve(coupon_id),
            code="resource_missing",
            http_status=404,
        )

    def test_a_session_is_opened_found_and_expired_once(self):
        coupon = self.stripe.coupons.create({"amount_off": 1001, "currency": "eur"})
        opened = self.stripe.checkout.sessions.create(session(discounts=[{"coupon": coupon.id}]))
        self.assertEqual((opened.amount_subtotal, opened.amount_total, opened.status), (9000, 7999, "open"))
        found = self.stripe.checkout.sessions.retrieve(opened.id, {"expand": ["line_items"]})
        self.assertEqual(found.line_items.data[0].amount_discount, 1001)
        self.assertEqual(self.stripe.checkout.sessions.expire(opened.id).status, "expired")
        self.refused(stripe.InvalidRequestError, lambda: self.stripe.checkout.sessions.expire(opened.id))

    def test_pages_of_sessions_follow_each_other_without_a_gap(self):
        made = [self.stripe.checkout.sessions.create(session()).id for _ in range(5)]
        listed = []
        for one in self.stripe.checkout.sessions.list({"limit": 2}).auto_paging_iter():
            listed.append(one.id)
            if len(listed) == 5:
                break
        self.assertEqual(listed, made[::-1])

    def test_a_payment_is_refunded_in_parts_and_never_beyond_what_was_paid(self):
        intent = self.paid().payment_intent
        refund = lambda **how: self.stripe.refunds.create({"payment_intent": intent, **how})
        part = refund(amount=2500)
        self.assertEqual((part.amount, part.status), (2500, "succeeded"))
        self.refused(stripe.InvalidRequestError, lambda: refund(amount=6501), param="amount")
        self.assertEqual(refund().amount, 6500)
        self.refused(stripe.InvalidRequestError, refund, code="charge_already_refunded")
        self.assertEqual(len(self.stripe.refunds.list({"charge": part.charge}).data), 2)
        charge = self.stripe.charges.retrieve(part.charge)
        self.assertEqual((charge.refunded, charge.amount_refunded), (True, 9000))

    def test_a_promotion_code_is_counted_when_it_is_paid(self):
        coupon = self.stripe.coupons.create({"percent_off": 10})
        code = self.stripe.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}})
        self.assertEqual(self.paid(discounts=[{"promotion_code": code.id}]).amount_total, 8100)
        self.assertEqual(self.stripe.promotion_codes.retrieve(code.id).times_redeemed, 1)

    def test_what_is_wrong_with_a_parameter_is_an_invalid_request_error(self):
        self.refused(
            stripe.InvalidRequestError,
            lambda: self.stripe.checkout.sessions.create(session(colour="red")),
            code="parameter_unknown",
            param="colour",
        )
        self.stripe.checkout.sessions.create(session())

    def test_a_wrong_or_revoked_key_is_an_authentication_error(self):
        self.refused(stripe.AuthenticationError, client("sk_test_wrong").v1.coupons.list, http_status=401)
        control("/faults", {"next": "401"})
        self.refused(stripe.AuthenticationError, self.stripe.coupons.list, http_status=401)

    def test_an_account_that_is_none_is_a_permission_error(self):
        nobody = {"stripe_account": "nobody"}
        self.refused(stripe.PermissionError, lambda: self.stripe.coupons.list({}, nobody), http_status=403)

    def test_the_same_key_and_parameters_give_the_first_answer_again(self):
        options = {"idempotency_key": self.fresh("key")}
        first = self.stripe.checkout.sessions.create(session(), options)
        again = self.stripe.checkout.sessions.create(session(), options)
        self.assertEqual(again.id, first.id)
        self.assertEqual(again.last_response.headers["idempotent-replayed"], "true")

    def test_the_same_key_with_other_parameters_is_an_idempotency_error(self):
        options = {"idempotency_key": self.fresh("key")}
        self.stripe.coupons.create({"percent_off": 5}, options)
        self.refused(
            stripe.IdempotencyError,
            lambda: self.stripe.coupons.create({"percent_off": 6}, options),
            http_status=400,
        )

    def test_too_many_requests_are_a_rate_limit_error(self):
        control("/faults", {"next": "429"})
        self.refused(stripe.RateLimitError, self.stripe.coupons.list, http_status=429)

    def test_the_sdk_retries_what_it_is_told_to_and_finds_one_session_made(self):
        patient = client(retries=2).v1
        for fault in ["409", "timeout_after_effect", "unreachable", "connection_reset"]:
            reference = self.fresh(fault)
            control("/faults", {"next": fault, "hang_seconds": 0})
            made = patient.checkout.sessions.create(session(client_reference_id=reference))
            sessions = control("/state", method="GET")["sessions"]
            mine = [one["id"] for one in sessions if one["client_reference_id"] == reference]
            self.assertEqual(mine, [made.id], fault)

    def test_the_sdk_accepts_the_events_of_the_double_and_refuses_them_altered(self):
        intent = self.paid().payment_intent
        self.stripe.refunds.create({"payment_intent": intent})
        for kind in ["checkout.session.completed", "charge.refunded", "refund.created"]:
            signature, body = self.endpoint.first(kind)
            self.assertEqual(stripe.Webhook.construct_event(body, signature, SECRET).type, kind)
            altered = body.replace(b'"livemode": false', b'"livemode": true')
            self.assertNotEqual(altered, body)
            for given, secret in [(altered, SECRET), (body, "whsec_other")]:
                with self.assertRaises(stripe.SignatureVerificationError):
                    stripe.Webhook.construct_event(given, signature, secret)

    def test_the_companion_accepts_what_the_sdk_signs_and_refuses_it_altered(self):
        payload = json.dumps(
            {
                "id": self.fresh("evt_gate"),
                "object": "event",
                "type": "checkout.session.completed",
                "data": {"object": {"id": "cs_test_of_somebody_else", "object": "checkout.session"}},
            }
        )

        def answer(body, signature):
            headers = {"content-type": "application/json", "stripe-signature": signature}
            return send(COMPANION + "/v1/stripe/webhooks", body.encode(), headers)[0]

        def sign(secret=SECRET, at=None):
            at = int(time.time()) if at is None else at
            header = stripe.WebhookSignature.generate_signature_header
            return header(payload, secret, timestamp=at)

        self.assertEqual(answer(payload, sign()), 200)
        self.assertEqual(answer(payload + " ", sign()), 400)
        self.assertEqual(answer(payload, sign(secret="whsec_other")), 400)
        self.assertEqual(answer(payload, sign(at=int(time.time()) - 400)), 400)


if __name__ == "__main__":
    unittest.main()

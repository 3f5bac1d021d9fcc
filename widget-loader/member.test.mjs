// The lines of the README that make a member's token, run as they stand there.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const [, lines] = readme.match(/^```js\n([^`]*?createHmac.*?)^```/ms);
const { memberToken } = await import(`data:text/javascript,${encodeURIComponent(lines)}`);

const bytes = (text) => new TextEncoder().encode(text);
const read = (part) => JSON.parse(Buffer.from(part, "base64url"));

/** Whether the token is signed with this secret, by another hand than that of the README. */
async function isSigned(token, secret) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await webcrypto.subtle.importKey("raw", bytes(secret), algorithm, false, ["verify"]);
  const [head, claims, signature] = token.split(".");
  return webcrypto.subtle.verify("HMAC", key, Buffer.from(signature, "base64url"), bytes(`${head}.${claims}`));
}

test("the README's token is one that the companion takes", async () => {
  const token = memberToken("member-17", "mbs_of_the_studio");
  const parts = token.split(".");
  assert.equal(parts.length, 3);
  for (const part of parts) assert.match(part, /^[A-Za-z0-9_-]+$/);
  assert.deepEqual(read(parts[0]), { alg: "HS256", typ: "JWT" });
  const { sub, iat, exp } = read(parts[1]);
  assert.equal(sub, "member-17");
  assert.ok(Number.isInteger(iat) && exp === iat + 3600);
  assert.ok(await isSigned(token, "mbs_of_the_studio"));
  assert.ok(!(await isSigned(token, "mbs_of_another")));
});

import { createHmac, timingSafeEqual } from "node:crypto";

// `body` is the text as it came; `secret` begins with whsec_.
export function isGenuine(headers, body, secret) {
  const id = headers["webhook-id"];
  const at = headers["webhook-timestamp"];
  const all = headers["webhook-signature"];
  const fresh = Math.abs(Date.now() / 1000 - Number(at)) <= 300;
  if (!id || !all || !fresh) return false;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const wanted = createHmac("sha256", key)
    .update(`${id}.${at}.${body}`)
    .digest();
  return all.split(" ").some((one) => {
    const [version, text] = one.split(",");
    const given = Buffer.from(text ?? "", "base64");
    const fits = given.length === wanted.length;
    return version === "v1" && fits && timingSafeEqual(given, wanted);
  });
}

/** A registrar and caller for the sample: takes any REGISTER, sends INVITEs, and answers with a session that carries no sound. */

import { randomBytes } from "node:crypto";

const id = () => randomBytes(6).toString("hex");

export class SamplePhone {
  constructor(socket, told) {
    this.socket = socket;
    this.told = told;
    this.contact = null;
    this.call = null;
    socket.onText = (text) => this.take(text);
  }

  /** Ring the browser. */
  invite(offerId, contactId, caller) {
    if (!this.contact) return;
    const call = { id: id(), tag: id(), branch: `z9hG4bK${id()}`, caller, to: `<${this.contact}>` };
    this.call = call;
    this.request("INVITE", call.branch, [`X-Cord-Offer: ${offerId}`, `X-Cord-Contact: ${contactId}`, "Contact: <sip:sample@sample.invalid;transport=ws>"], silence({ payload: "111", codec: "opus/48000/2", mid: "0", setup: "actpass" }));
  }

  /** The customer or the centre ends the call. */
  end() {
    if (!this.call) return;
    if (this.call.answered) this.request("BYE", `z9hG4bK${id()}`);
    else this.request("CANCEL", this.call.branch);
    this.call = null;
  }

  request(method, branch, more = [], body = "") {
    const { call } = this;
    this.socket.send(
      [
        `${method} ${this.contact} SIP/2.0`,
        `Via: SIP/2.0/WS sample.invalid;branch=${branch}`,
        "Max-Forwards: 70",
        `From: <sip:${call.caller.replace(/[^\w+]/g, "") || "anonymous"}@sample.invalid>;tag=${call.tag}`,
        `To: ${call.to}`,
        `Call-ID: ${call.id}`,
        `CSeq: ${method === "BYE" ? 2 : 1} ${method}`,
        ...more,
        ...(body ? ["Content-Type: application/sdp"] : []),
        `Content-Length: ${Buffer.byteLength(body)}`,
        "",
        body,
      ].join("\r\n"),
    );
  }

  take(text) {
    if (!text.trim()) return;
    const [head, body = ""] = text.split("\r\n\r\n");
    const [first, ...lines] = head.split("\r\n");
    const headers = new Map();
    for (const line of lines) {
      const at = line.indexOf(":");
      const name = line.slice(0, at).trim().toLowerCase();
      if (!headers.has(name)) headers.set(name, []);
      headers.get(name).push(line.slice(at + 1).trim());
    }
    if (first.startsWith("SIP/2.0")) this.answered(Number(first.split(" ")[1]), headers);
    else this.asked(first.split(" ")[0], headers, body);
  }

  answered(status, headers) {
    const method = headers.get("cseq")[0].split(" ")[1];
    if (method !== "INVITE" || !this.call || status < 200) return;
    this.call.to = headers.get("to")[0];
    if (status >= 300) {
      this.request("ACK", this.call.branch);
      this.call = null;
      this.told("declined");
      return;
    }
    this.call.answered = true;
    this.request("ACK", `z9hG4bK${id()}`);
    this.told("accepted");
  }

  asked(method, headers, offer) {
    const tag = headers.get("to")[0].includes("tag=") ? "" : `;tag=${id()}`;
    const reply = (status, more = [], body = "") =>
      this.socket.send(
        [
          `SIP/2.0 ${status}`,
          ...headers.get("via").map((via) => `Via: ${via}`),
          `From: ${headers.get("from")[0]}`,
          `To: ${headers.get("to")[0]}${tag}`,
          `Call-ID: ${headers.get("call-id")[0]}`,
          `CSeq: ${headers.get("cseq")[0]}`,
          ...more,
          ...(body ? ["Content-Type: application/sdp"] : []),
          `Content-Length: ${Buffer.byteLength(body)}`,
          "",
          body,
        ].join("\r\n"),
      );
    if (method === "ACK") return;
    if (method === "REGISTER") {
      const contact = headers.get("contact")?.[0] ?? "";
      this.contact = /<([^>]+)>/.exec(contact)?.[1] ?? null;
      reply("200 OK", contact ? [`Contact: ${contact.replace(/;expires=\d+/, "")};expires=120`, "Expires: 120"] : []);
      this.told("registered");
    } else if (method === "INVITE") {
      reply("180 Ringing");
      setTimeout(() => reply("200 OK", ["Contact: <sip:sample@sample.invalid;transport=ws>"], silentAnswer(offer)), 900);
    } else {
      reply("200 OK");
      if (method === "BYE") {
        this.call = null;
        this.told("hung-up");
      }
    }
  }
}

/** The answer to a browser's offer. */
function silentAnswer(offer) {
  const payload = /m=audio \d+ \S+ (\d+)/.exec(offer)?.[1] ?? "111";
  const codec = new RegExp(`a=rtpmap:${payload} (.+)`).exec(offer)?.[1]?.trim() ?? "opus/48000/2";
  return silence({ payload, codec, mid: /a=mid:(\S+)/.exec(offer)?.[1] ?? "0", setup: "active" });
}

/** A session description that a browser takes: right in form, with nobody at the other end. */
function silence({ payload, codec, mid, setup }) {
  return [
    "v=0",
    "o=- 1 1 IN IP4 127.0.0.1",
    "s=-",
    "t=0 0",
    `m=audio 9 UDP/TLS/RTP/SAVPF ${payload}`,
    "c=IN IP4 127.0.0.1",
    "a=rtcp-mux",
    `a=mid:${mid}`,
    `a=rtpmap:${payload} ${codec}`,
    `a=ice-ufrag:${id().slice(0, 8)}`,
    `a=ice-pwd:${id()}${id()}`,
    `a=fingerprint:sha-256 ${Array(32).fill("AA").join(":")}`,
    `a=setup:${setup}`,
    "a=sendrecv",
    "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host",
    "",
  ].join("\r\n");
}

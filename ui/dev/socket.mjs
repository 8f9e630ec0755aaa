/** The server's half of a WebSocket, as far as a developer's sample needs it: text frames, close, no extensions. */

import { createHash } from "node:crypto";

const MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** Answer the upgrade and return `{ send, close, onText, onClose }`. */
export function accept(request, stream, protocol) {
  const key = createHash("sha1").update(request.headers["sec-websocket-key"] + MAGIC).digest("base64");
  stream.write(
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
      `Sec-WebSocket-Accept: ${key}\r\n${protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : ""}\r\n`,
  );
  const socket = { onText: () => {}, onClose: () => {}, send, close };
  let kept = Buffer.alloc(0);
  let parts = [];
  let open = true;

  function frame(opcode, payload) {
    const size = payload.length;
    const head =
      size < 126
        ? Buffer.from([0x80 | opcode, size])
        : size < 65536
          ? Buffer.from([0x80 | opcode, 126, size >> 8, size & 255])
          : Buffer.concat([Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0]), uint32(size)]);
    if (open) stream.write(Buffer.concat([head, payload]));
  }
  function send(text) {
    frame(1, Buffer.from(text));
  }
  function close(code) {
    frame(8, Buffer.from([code >> 8, code & 255]));
    ended();
    stream.end();
  }
  function ended() {
    if (!open) return;
    open = false;
    socket.onClose();
  }

  stream.on("data", (chunk) => {
    kept = Buffer.concat([kept, chunk]);
    for (let read = take(kept); read; read = take(kept)) {
      kept = kept.subarray(read.used);
      if (read.opcode === 8) {
        close(1000);
      } else if (read.opcode === 9) {
        frame(10, read.payload);
      } else if (read.opcode <= 1) {
        parts.push(read.payload);
        if (read.fin) {
          socket.onText(Buffer.concat(parts).toString());
          parts = [];
        }
      }
    }
  });
  stream.on("close", ended);
  stream.on("error", ended);
  return socket;
}

function take(buffer) {
  if (buffer.length < 2) return null;
  let size = buffer[1] & 127;
  let at = 2;
  if (size === 126) {
    if (buffer.length < 4) return null;
    size = buffer.readUInt16BE(2);
    at = 4;
  } else if (size === 127) {
    if (buffer.length < 10) return null;
    size = buffer.readUInt32BE(6);
    at = 10;
  }
  if (buffer.length < at + 4 + size) return null;
  const mask = buffer.subarray(at, at + 4);
  const payload = Buffer.from(buffer.subarray(at + 4, at + 4 + size));
  for (let index = 0; index < size; index++) payload[index] ^= mask[index & 3];
  return { fin: (buffer[0] & 128) !== 0, opcode: buffer[0] & 15, payload, used: at + 4 + size };
}

function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

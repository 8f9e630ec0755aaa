/** A path of this server as a WebSocket address. */
export function socketUrl(path: string): string {
  if (/^wss?:/.test(path)) return path;
  return `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${path}`;
}

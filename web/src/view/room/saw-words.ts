import type { SawItem } from "../../client/saw.ts";
import { fromBase64Url } from "../../crypto/bytes.ts";
import { nicknameOf } from "../../crypto/profile.ts";
import { sawText } from "../../text/saw-text.ts";

/** In the order they are shown. */
const GROUPS = {
  who: ["profile", "identity", "device", "certificate", "member-id", "number"],
  line: [
    ...["address", "address-mark", "address-ban", "origin", "session", "line"],
    ...["last-heard", "message-allowance", "allowance"],
  ],
  said: [
    ...["voice", "muted", "talked", "talk-left", "log-entries", "log-bytes", "log-sequence"],
    ...["last-message", "sealing-key", "voice-key"],
  ],
  room: ["room", "room-words", "chain", "acts-by", "acts-about", "hand"],
} as const;

export type SawGroup = keyof typeof GROUPS | "other";

/** How a value is to be read. */
const TIMES: ReadonlySet<string> = new Set([
  ...["talked", "talk-left", "last-heard", "last-message", "address-ban"],
  ...["message-allowance", "allowance"],
]);
const SIZES: ReadonlySet<string> = new Set(["log-bytes", "chain"]);

/** What was told, by what it is about; a kind that this page does not know is shown all the same. */
export function sawGroups(items: readonly SawItem[]) {
  const left = new Map(items.map((item) => [item.kind, item]));
  const groups = Object.entries(GROUPS).map(([group, kinds]) => {
    const some = kinds.flatMap((kind) => left.get(kind) ?? []);
    for (const { kind } of some) left.delete(kind);
    return { group: group as SawGroup, items: some };
  });
  return [...groups, { group: "other" as SawGroup, items: [...left.values()] }].filter(
    ({ items }) => items.length > 0,
  );
}

/** A value as people read it. */
export function sawValue({ kind, sealed, value }: SawItem): string {
  if (kind === "profile") return profile(value, sealed);
  if (kind === "address") return address(value);
  if (TIMES.has(kind)) return sawText.time(Number(value));
  if (SIZES.has(kind)) return sawText.bytes(Number(value));
  if (value === "true" || value === "false") return sawText.answers[value];
  return value;
}

function profile(value: string, sealed: boolean): string {
  const bytes = fromBase64Url(value) ?? new Uint8Array(0);
  return sealed ? sawText.bytes(bytes.length) : nicknameOf(bytes);
}

/** IPv4 has 4 bytes; of IPv6 there are 8. */
function address(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join(".");
  const words = hex.match(/.{4}/g) ?? [];
  return `${words.map((word) => Number.parseInt(word, 16).toString(16)).join(":")}::/64`;
}

import { type Bytes, compare, equal } from "./bytes.ts";
import { type Descriptor, decodeDescriptor, isSigned, MAX_LINKS, roomIdOf } from "./descriptor.ts";

/** Why a chain is refused (protocol/sealed-rooms.md, "The chain"). */
export type ChainDrop =
  | "too-long"
  | "malformed"
  | "foreign"
  | "order"
  | "signer"
  | "signature"
  | "rollback"
  | "fork";

export type ChainReading =
  | { readonly ok: true; readonly chain: DescriptorChain }
  | { readonly ok: false; readonly drop: ChainDrop };

export const MAX_CHAIN_BYTES = 36_864;

/** A room's verified chain, immutable. Its order is (version, hash); no clock has a say. */
export class DescriptorChain {
  readonly roomId: Bytes;
  readonly links: readonly Descriptor[];

  private constructor(roomId: Bytes, links: readonly Descriptor[]) {
    this.roomId = roomId;
    this.links = links;
  }

  static async read(roomId: Bytes, encoded: readonly Bytes[]): Promise<ChainReading> {
    const bytes = encoded.reduce((sum, { length }) => sum + length, 0);
    if (encoded.length > MAX_LINKS || bytes > MAX_CHAIN_BYTES) return refused("too-long");
    if (encoded.length === 0) return refused("malformed");
    const links: Descriptor[] = [];
    for (const each of encoded) {
      const link = await decodeDescriptor(each);
      const drop = link ? await check(roomId, links.at(-1), link) : "malformed";
      if (drop) return refused(drop);
      links.push(link as Descriptor);
    }
    return { ok: true, chain: new DescriptorChain(roomId, links) };
  }

  /** With one more link. */
  async append(encoded: Bytes): Promise<ChainReading> {
    const bytes = [...this.encoded, encoded].reduce((sum, { length }) => sum + length, 0);
    if (this.links.length === MAX_LINKS || bytes > MAX_CHAIN_BYTES) return refused("too-long");
    const link = await decodeDescriptor(encoded);
    const drop = link ? await check(this.roomId, this.newest, link) : "malformed";
    if (drop) return refused(drop);
    const links = [...this.links, link as Descriptor];
    return { ok: true, chain: new DescriptorChain(this.roomId, links) };
  }

  /** What holds for one who has seen this chain and is shown another of the same room. */
  shown(other: DescriptorChain): ChainReading {
    const differs = this.links.findIndex(
      ({ hash }, at) => !equal(hash, other.links[at]?.hash ?? NONE),
    );
    if (differs < 0) {
      const longer = other.links.length > this.links.length ? other : this;
      return { ok: true, chain: longer };
    }
    if (differs === other.links.length) return refused("rollback");
    const { owner } = this.newest;
    const byOwner = other.links.slice(differs).every(({ signer }) => equal(signer, owner));
    return byOwner && this.#isBelow(other) ? { ok: true, chain: other } : refused("fork");
  }

  get newest(): Descriptor {
    return this.links.at(-1) as Descriptor;
  }

  get genesis(): Descriptor {
    return this.links[0] as Descriptor;
  }

  get encoded(): readonly Bytes[] {
    return this.links.map(({ bytes }) => bytes);
  }

  #isBelow(other: DescriptorChain): boolean {
    const byVersion = this.newest.version - other.newest.version;
    return byVersion < 0 || (byVersion === 0 && compare(this.newest.hash, other.newest.hash) < 0);
  }
}

const NONE: Bytes = new Uint8Array(0);

async function check(
  roomId: Bytes,
  former: Descriptor | undefined,
  link: Descriptor,
): Promise<ChainDrop | undefined> {
  if (former === undefined) {
    const genesis = link.version === 1 && link.previous.length === 0;
    if (!genesis || !equal(roomIdOf(link), roomId)) return "foreign";
    if (!equal(link.signer, link.owner)) return "signer";
  } else {
    if (link.kind !== former.kind) return "foreign";
    if (link.version !== former.version + 1 || !equal(link.previous, former.hash)) return "order";
    if (!maySign(former, link)) return "signer";
  }
  return (await isSigned(link)) ? undefined : "signature";
}

/** The owner as it was; or one of the deputies as they were, where neither changes. */
function maySign(former: Descriptor, link: Descriptor): boolean {
  if (equal(link.signer, former.owner)) return true;
  return (
    former.deputies.some((deputy) => equal(deputy, link.signer)) &&
    equal(link.owner, former.owner) &&
    link.deputies.length === former.deputies.length &&
    link.deputies.every((deputy, at) => equal(deputy, former.deputies[at] as Bytes))
  );
}

function refused(drop: ChainDrop): ChainReading {
  return { ok: false, drop };
}

/** Who this browser's person is, taken to another browser and brought from one. Nothing of it goes to a server. */
import { type Bytes, equal } from "../crypto/bytes.ts";
import { loadCredentials, makeKeys } from "../crypto/credentials.ts";
import { shortFingerprint } from "../crypto/fingerprint.ts";
import {
  type ExportFault,
  freshExportSalt,
  openIdentity,
  readIdentity,
  writeIdentity,
} from "../crypto/identity-export.ts";
import { canonicalPassword } from "../crypto/room-keys.ts";
import { openVault, type Vault } from "../crypto/vault.ts";
import { hashInWorker } from "./hash-in-worker.ts";

/** What does not work, for a person. `not-kept`: this browser stores nothing, so there is nothing to carry or replace. */
export type IdentityFault = ExportFault | "passphrase" | "wrong-passphrase" | "not-kept";

export interface OwnIdentity {
  readonly fingerprint: string;
  /** False where it ends with the page. */
  readonly kept: boolean;
}

/** An identity that was brought here and opened; nothing is replaced yet. */
export interface BroughtIdentity {
  readonly fingerprint: string;
  /** It is the one that is here. */
  readonly isOurs: boolean;
  /** Becomes this person from the next room on; the identity that was here is gone. */
  adopt(): Promise<IdentityFault | undefined>;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: IdentityFault };

/** The identity of this browser, as a page deals with it. */
export interface IdentityBox {
  own(): Promise<OwnIdentity>;
  /** The text of the file and of the QR code. */
  write(passphrase: string): Promise<Outcome<string>>;
  /** Opens what was chosen, scanned or pasted. */
  open(typed: string, passphrase: string): Promise<Outcome<BroughtIdentity>>;
}

type Hash = (passphrase: string, salt: Bytes) => Promise<Bytes>;

export class LiveIdentityBox implements IdentityBox {
  readonly #vault: Vault;
  readonly #hash: Hash;

  constructor(vault: Vault = openVault(), hash: Hash = hashInWorker) {
    this.#vault = vault;
    this.#hash = hash;
  }

  async own(): Promise<OwnIdentity> {
    const { identity, persistent } = await loadCredentials(this.#vault);
    return { fingerprint: shortFingerprint(identity), kept: persistent };
  }

  async write(typed: string): Promise<Outcome<string>> {
    const passphrase = canonicalPassword(typed);
    if (passphrase === undefined) return refused("passphrase");
    const stored = await this.#vault.read().catch(() => undefined);
    if (!stored) return refused("not-kept");
    const salt = freshExportSalt();
    return done(await writeIdentity(stored.seed, salt, await this.#hash(passphrase, salt)));
  }

  async open(typed: string, typedPassphrase: string): Promise<Outcome<BroughtIdentity>> {
    const reading = await readIdentity(typed);
    if (!reading.ok) return refused(reading.fault);
    const passphrase = canonicalPassword(typedPassphrase);
    if (passphrase === undefined) return refused("wrong-passphrase");
    const hash = await this.#hash(passphrase, reading.identity.salt);
    const seed = await openIdentity(reading.identity, hash);
    if (!seed) return refused("wrong-passphrase");
    const keys = await makeKeys(seed);
    const stored = await this.#vault.read().catch(() => undefined);
    return done({
      fingerprint: shortFingerprint(keys.identity),
      isOurs: stored !== undefined && equal(stored.identity, keys.identity),
      adopt: () =>
        this.#vault.replace(keys).then(
          () => undefined,
          () => "not-kept" as const,
        ),
    });
  }
}

function done<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

function refused(fault: IdentityFault): { readonly ok: false; readonly fault: IdentityFault } {
  return { ok: false, fault };
}

import type { HeldAct } from "../client/moderation.ts";
import type { RoomClient } from "../client/room-client.ts";
import type { Member } from "../client/wire.ts";
import type { ActKind } from "../crypto/acts.ts";
import { nicknameOf } from "../crypto/profile.ts";
import type { Person } from "./room-view.ts";
import { rankOf } from "./standing.ts";

/** How the room is run, as the page shows it. */

export type Rank = "owner" | "moderator" | "none";

/** What one may do about somebody, for everybody. */
export type PersonAct = "mute" | "unmute" | "kick" | "ban" | "name" | "unname" | "hand-over";

/** Why an act was not done. */
export type ActFault = "act-not-allowed" | "act-too-fast" | "acts-full" | "act-failed";

/** Whether nobody hears us, by whose will; and who can change that. */
export type OwnSilence = "none" | "until-we-unmute" | "until-they-unmute";

/** Something that was done, in the order it was done. */
export interface ActLine {
  readonly key: string;
  readonly kind: ActKind;
  readonly on: boolean;
  /** Nicknames; undefined for one who was gone before we came. */
  readonly by: string | undefined;
  readonly whom: string | undefined;
  readonly bySelf: boolean;
  readonly ofSelf: boolean;
  readonly alone: boolean; // somebody did it about themselves
}

export interface BannedPerson {
  readonly identity: string;
  readonly nickname: string | undefined;
}

export interface ModerationView {
  readonly mine: Rank;
  readonly locked: boolean;
  readonly silence: OwnSilence;
  readonly log: readonly ActLine[]; // the newest last
  readonly banned: readonly BannedPerson[];
}

/** The newest acts that are shown. */
export const MAX_LOG_LINES = 100;
/** So many nicknames are remembered for those who have left. */
export const MAX_NAMES = 2_000;

/** The last nickname that each identity was seen with. */
export class Names {
  readonly #names = new Map<string, string>();

  /** Another after each change. */
  version = 0;

  see(members: Iterable<Member>): void {
    for (const { identity, profile } of members) {
      const name = nicknameOf(profile);
      if (this.#names.get(identity) === name) continue;
      this.#names.delete(identity);
      this.#names.set(identity, name);
      this.version++;
    }
    for (const identity of this.#names.keys()) {
      if (this.#names.size <= MAX_NAMES) break;
      this.#names.delete(identity);
    }
  }

  of(identity: string): string | undefined {
    return this.#names.get(identity);
  }
}

/** The view; equal to the one before where nothing has changed. */
export class ModerationViews {
  readonly #names = new Names();
  #members: RoomClient["members"] | undefined;
  #key: readonly unknown[] = [];
  #view: ModerationView = { mine: "none", locked: false, silence: "none", log: [], banned: [] };

  of(client: Pick<RoomClient, "acts" | "identity" | "members">): ModerationView {
    const { acts, identity, members } = client;
    if (members !== this.#members) this.#names.see(members.values());
    this.#members = members;
    const key = [acts.acts, acts.moderator, identity, this.#names.version];
    if (key.every((part, index) => part === this.#key[index])) return this.#view;
    this.#key = key;
    const { locked, banned } = acts.state;
    this.#view = {
      mine: rankOf(client, identity),
      locked,
      silence: silenceOf(acts.state.muted.get(identity)),
      log: acts.acts.slice(-MAX_LOG_LINES).map((act) => this.#line(act, identity)),
      banned: [...banned].map((one) => ({ identity: one, nickname: this.#names.of(one) })),
    };
    return this.#view;
  }

  #line({ kind, hash, actor, subject, value }: HeldAct, self: string): ActLine {
    return {
      key: hash,
      kind,
      on: value !== 0,
      by: this.#names.of(actor),
      whom: this.#names.of(subject),
      bySelf: actor === self,
      ofSelf: subject === self,
      alone: actor === subject,
    };
  }
}

/** The nickname of who moderates by being here. */
export function moderatorOf(
  { acts, members }: Pick<RoomClient, "acts" | "members">,
  present: readonly Pick<Person, "number" | "nickname">[],
): string | undefined {
  return present.find(({ number }) => members.get(number)?.identity === acts.moderator)?.nickname;
}

function silenceOf(mayUnmute: boolean | undefined): OwnSilence {
  if (mayUnmute === undefined) return "none";
  return mayUnmute ? "until-we-unmute" : "until-they-unmute";
}

import type { ErrorCode } from "../client/errors.ts";
import { subjectOf } from "../client/room-acts.ts";
import type { RoomClient } from "../client/room-client.ts";
import { type Deed, shortSubject } from "../crypto/acts.ts";
import { type InviteTerms, termsValue } from "../crypto/invite-terms.ts";
import { inviteFragment, inviteId, inviteKey } from "../crypto/invites.ts";
import type { ActFault, PersonAct } from "./moderation-view.ts";
import { deedOf } from "./standing.ts";

/** What people do to the room for all in it. What fails shows as a problem. */
export interface RoomActions {
  /** Does something about somebody. */
  about(number: number, act: PersonAct): Promise<void>;
  setLocked(locked: boolean): Promise<void>;
  /** Lets a banned identity in again. */
  unban(identity: string): Promise<void>;
  /** Whether who is new knocks. */
  setLobby(on: boolean): Promise<void>;
  /** Lets somebody in who knocks, or asks them to go. */
  answer(identity: string, admitted: boolean): Promise<void>;
  /** Seconds between two messages of one person; 0: none. */
  setSlow(seconds: number): Promise<void>;
  /** Takes a message out, by its key. */
  remove(key: string): Promise<void>;
  setStage(on: boolean): Promise<void>;
  /** Seconds that each may talk in ten minutes; 0: as long as they like. */
  setFloor(seconds: number): Promise<void>;
  /** Whether what was just said may be heard again. */
  setReplay(on: boolean): Promise<void>;
  raiseHand(up: boolean): Promise<void>;
  /** Goes back to the audience. */
  stepDown(): Promise<void>;
  /** Makes an invite to a sealed room; gives its link, which nobody else has. */
  invite(terms: InviteTerms): Promise<string | undefined>;
  /** Takes an invite back, by its id. */
  revoke(id: string): Promise<void>;
  /** Takes back what a moderator has muted, where that may be. */
  unmuteSelf(): Promise<void>;
  /** Whether robots of the server may be in a sealed room. */
  setRobots(on: boolean): Promise<void>;
  /** Has a robot come in that uses that language; false where it did not, which is shown. */
  addRobot(robot: string, language: string): Promise<boolean>;
  /** Sends a robot away; with the last one a sealed room is shut to robots, too. */
  removeRobot(number: number): Promise<void>;
}

type Actor = Pick<RoomClient, "act" | "members" | "identity" | "requests" | "seal">;

export class LiveActions implements RoomActions {
  readonly #client: Actor;
  readonly #failed: (fault: ActFault) => void;
  readonly #roomLink: string;

  /** `roomLink`: of a sealed room, without a fragment. */
  constructor(client: Actor, failed: (fault: ActFault) => void, roomLink = "") {
    this.#client = client;
    this.#failed = failed;
    this.#roomLink = roomLink;
  }

  async about(number: number, act: PersonAct): Promise<void> {
    const identity = this.#client.members.get(number)?.identity;
    if (identity !== undefined) await this.#do(deedOf(act, identity));
  }

  async setLocked(locked: boolean): Promise<void> {
    await this.#do({ kind: "lock", value: Number(locked) });
  }

  async unban(identity: string): Promise<void> {
    await this.#do({ kind: "unban", subject: subjectOf(identity), value: 0 });
  }

  async setLobby(on: boolean): Promise<void> {
    await this.#do({ kind: "lobby", value: Number(on) });
  }

  async answer(identity: string, admitted: boolean): Promise<void> {
    const kind = admitted ? "admit" : "turn-away";
    await this.#do({ kind, subject: subjectOf(identity), value: 0 });
  }

  async setSlow(seconds: number): Promise<void> {
    await this.#do({ kind: "slow", value: seconds });
  }

  async remove(key: string): Promise<void> {
    const [author = "", sequence = ""] = key.split(" ");
    const subject = shortSubject(subjectOf(author));
    await this.#do({ kind: "delete", subject, value: Number(sequence) });
  }

  async setStage(on: boolean): Promise<void> {
    await this.#do({ kind: "stage", value: Number(on) });
  }

  async setFloor(seconds: number): Promise<void> {
    await this.#do({ kind: "floor", value: seconds });
  }

  async setReplay(on: boolean): Promise<void> {
    await this.#do({ kind: "replay", value: Number(on) });
  }

  async raiseHand(up: boolean): Promise<void> {
    const subject = subjectOf(this.#client.identity);
    await this.#do({ kind: "hand", subject, value: Number(up) });
  }

  async stepDown(): Promise<void> {
    await this.#do(deedOf("audience", this.#client.identity));
  }

  async invite(terms: InviteTerms): Promise<string | undefined> {
    const { seed, publicKey } = await inviteKey();
    const subject = shortSubject(inviteId(publicKey));
    const done = await this.#do({ kind: "invite", subject, value: termsValue(terms) });
    return done ? this.#roomLink + inviteFragment(seed) : undefined;
  }

  async revoke(id: string): Promise<void> {
    await this.#do({ kind: "revoke", subject: shortSubject(subjectOf(id)), value: 0 });
  }

  async unmuteSelf(): Promise<void> {
    await this.#do(deedOf("unmute", this.#client.identity));
  }

  async addRobot(robot: string, language: string): Promise<boolean> {
    return this.#done(await this.#client.requests.addRobot(robot, language));
  }

  async setRobots(on: boolean): Promise<void> {
    await this.#do({ kind: "robots", value: Number(on) });
  }

  async removeRobot(number: number): Promise<void> {
    const robots = [...this.#client.members.values()].filter(({ robot }) => robot !== undefined);
    if (this.#client.seal && robots.length === 1) return await this.setRobots(false);
    this.#done(await this.#client.requests.removeRobot(number));
  }

  async #do(deed: Deed): Promise<boolean> {
    return this.#done(await this.#client.act(deed));
  }

  /** Whether it was done. */
  #done(code: ErrorCode | undefined): boolean {
    const fault = code && faultOf(code);
    if (fault) this.#failed(fault);
    return code === undefined;
  }
}

/** What a refusal means to a person; nothing where what they wanted is so already. */
function faultOf(code: ErrorCode): ActFault | undefined {
  switch (code) {
    case "act-without-subject":
    case "act-known":
    case "unknown-member":
      return undefined;
    case "not-moderator":
    case "robot-sealed":
      return "act-not-allowed";
    case "act-not-allowed":
    case "acts-full":
    case "robot-unknown":
    case "too-many-robots":
      return code;
    case "busy":
    case "too-many-messages":
      return "act-too-fast";
    default:
      return "act-failed";
  }
}

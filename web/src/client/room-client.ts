import type { Deed } from "../crypto/acts.ts";
import { type Bytes, toBase64Url } from "../crypto/bytes.ts";
import type { Credentials } from "../crypto/credentials.ts";
import type { Description } from "../crypto/description.ts";
import { encodeProfile, type Profile } from "../crypto/profile.ts";
import { publicRoomId } from "../crypto/proof.ts";
import type { ClientSeal } from "../sealing/client-seal.ts";
import { openActKeeper } from "./act-keeper.ts";
import type { ChatWriting } from "./chat-body.ts";
import { ChatLog } from "./chat-log.ts";
import { readRoomChange } from "./directory-wire.ts";
import { Doorbell } from "./doorbell.ts";
import { ClientError, type ErrorCode, notInRoom } from "./errors.ts";
import { Floor } from "./floor.ts";
import type { Handovers } from "./handovers.ts";
import { InTurn } from "./in-turn.ts";
import { Knocks } from "./knocks.ts";
import { ListenMutes } from "./listen-mutes.ts";
import { Members } from "./members.ts";
import { Passes } from "./passes.ts";
import { Recovery } from "./recovery.ts";
import { Requests } from "./requests.ts";
import { RoomActs } from "./room-acts.ts";
import type { Fault, Phase, RoomClientEvents, RoomClientOptions } from "./room-client-types.ts";
import { RoomDocuments } from "./room-documents.ts";
import { RoomSign } from "./room-sign.ts";
import type { RoomChanges } from "./sealed-room.ts";
import { actTransport, logTransport, type Place, Session, tellLeaving } from "./session.ts";
import { CLOSE_ABNORMAL, CLOSE_PAGE_GONE, Line } from "./signalling.ts";
import { Voice, type VoiceEvents, type VoiceState } from "./voice.ts";
import type { Offer } from "./voice-connection.ts";
import * as wire from "./wire.ts";

export type { Fault, Phase, RoomClientOptions } from "./room-client-types.ts";

/**
 * A member of one room: enters it, stays in it through losses, restarts and moves, and leaves it. Knows no user interface; all
 * that can be read is here, `changed` tells when to look.
 */
export class RoomClient {
  readonly #options: RoomClientOptions;
  readonly #events: RoomClientEvents;
  readonly #line: Line;
  readonly #voice: Voice | undefined;
  readonly #members: Members;
  readonly chat: ChatLog;
  readonly documents: RoomDocuments;
  /** Of a sealed room: what keeps the server from reading and hearing. */
  readonly seal: ClientSeal | undefined;
  readonly #sign = new RoomSign();
  readonly acts: RoomActs;
  readonly floor: Floor;
  readonly #handovers: Handovers | undefined;
  readonly #mutes: ListenMutes;
  #credentials: Promise<Credentials>;
  #memberId = "";
  #identity = "";
  #roomId: Bytes = new Uint8Array(0);
  #session: Session | undefined;
  readonly #passes: Passes;
  #phase: Phase = "idle";
  #fault: Fault | undefined;
  #profile: Profile;
  #muted: boolean;
  #wanted = false;
  readonly #doorbell = new Doorbell();
  /** The epoch in which our transport was agreed on. */
  #voiceEpoch: string | undefined;
  readonly #recovery = new Recovery();
  readonly #writes = new InTurn();
  /** Counts sockets: what an older one started stops by itself. */
  #turn = 0;

  constructor(options: RoomClientOptions, events: RoomClientEvents) {
    this.#options = options;
    this.#events = events;
    this.#profile = options;
    this.#muted = options.muted;
    this.#mutes = new ListenMutes(options.mutedForMe, (mute) => this.#tell("listen.mute", mute));
    this.#members = new Members(events);
    this.#credentials = options.loadCredentials();
    this.#credentials.catch(() => {}); // told at `#greet`
    this.#line = new Line(options, {
      opened: () => void this.#greet(),
      notified: (method, params) => this.#notified(method, params),
      lost: (closeCode) => this.#lost(closeCode),
    });
    const changed = () => events.changed();
    const acted = () => {
      this.chat.withhold(this.acts.state.deleted);
      changed();
    };
    const { sealed } = options;
    const knocks = new Knocks(sealed, acted);
    this.acts = new RoomActs(actTransport(this.#line), acted, sealed, openActKeeper(), knocks);
    this.floor = new Floor(changed);
    this.#handovers = sealed?.makeHandovers(this, this.#line, () => this.#credentials);
    const voiceEvents: VoiceEvents = {
      stateChanged: () => events.changed(),
      slotsChanged: (slots, keeps) => events.slotsChanged(slots, keeps),
      negotiate: (offer) => this.#negotiate(offer),
    };
    this.seal = sealed?.makeSeal(options, events, (number, profile) =>
      this.#memberNotified("member.changed", { number, profile: toBase64Url(profile) }),
    );
    this.documents = new RoomDocuments(options, () => this.#members.company);
    this.chat = new ChatLog(this.seal, events, this.documents);
    if (options.createPeer && !this.seal?.isMissing) {
      const data = options.data?.bind(this.seal, this.#members);
      this.#voice = new Voice(voiceEvents, options.createPeer, this.seal?.voice, data);
    }
    this.#passes = new Passes(this.#voice);
    if (!this.#isShut) return;
    this.#phase = "refused";
    this.#fault = this.seal?.isMissing ? "cannot-seal" : "room-name-invalid";
  }

  get #isShut(): boolean {
    return this.#options.room === undefined || this.seal?.isMissing === true;
  }

  get phase(): Phase {
    return this.#phase;
  }

  get fault(): Fault | undefined {
    return this.#fault;
  }

  get members(): ReadonlyMap<number, wire.Member> {
    return this.#members.byNumber;
  }

  /** Our own number; 0 before the room was entered. */
  get self(): number {
    return this.#members.self;
  }

  /** Our own member id; "" until the identity is loaded. */
  get memberId(): string {
    return this.#memberId;
  }

  get kind(): wire.RoomKind {
    return this.#options.sealed?.kind ?? "public";
  }

  get description(): Description {
    return this.#options.sealed?.words ?? this.#sign.description;
  }

  /** Whether our identity may describe the room. */
  get mayDescribe(): boolean {
    const byChain = this.#options.sealed?.mayChange(this.#identity);
    return byChain ?? this.acts.rank(this.#identity) > 0;
  }

  /** Our own identity; "" until it is loaded. */
  get identity(): string {
    return this.#identity;
  }

  get voiceState(): VoiceState {
    return this.#voice?.state ?? "idle";
  }

  /** Opens the line and makes the first offer, so that `enter` is quick. Nothing of the room is entered. */
  prepare(): void {
    if (this.#isShut) return;
    this.#line.start();
    this.#voice?.prepare();
  }

  enter(): void {
    if (this.#wanted || this.#isShut) return;
    this.#wanted = true;
    this.#recovery.begin();
    this.#setPhase("connecting", undefined);
    this.#line.start();
    this.#line.wake();
    if (this.#session) void this.#enter(this.#session);
  }

  /** Gone at once for the others; resolves when the server has heard it, or could not. */
  async leave(): Promise<void> {
    const told = this.#phase === "connected" ? tellLeaving(this.#line) : undefined;
    this.#wanted = false;
    this.chat.forget();
    this.acts.left();
    this.#endVoice();
    this.#setPhase("left", undefined);
    await told;
    if (!this.#wanted) this.#stop();
  }

  /** The page goes: the server keeps our seat for a moment, in case it is a reload. `wake` brings us back. */
  pageHidden(): void {
    this.#endVoice();
    this.#stop(CLOSE_PAGE_GONE);
    if (this.#wanted) this.#setPhase("reconnecting", undefined);
  }

  /** The page, or the network, is back. */
  wake(): void {
    if (!this.#wanted && this.#phase !== "idle") return;
    this.#line.start();
    this.#line.wake();
  }

  /** Lets go of everything. */
  close(): void {
    this.#wanted = false;
    this.#endVoice();
    this.#stop();
    this.seal?.close();
  }

  /** Says something else of ourselves. */
  setProfile(changes: Partial<Profile>): void {
    this.#profile = { ...this.#profile, ...changes };
    const profile = encodeProfile(this.#profile);
    if (this.seal) this.seal.setProfile(profile);
    else this.#tell("member.update", { profile: toBase64Url(profile) });
  }

  setMuted(muted: boolean): void {
    if (muted === this.#muted) return;
    this.#muted = muted;
    this.#tell("member.update", { muted });
  }

  /** Says what the room is about, in canonical words; rejects with a ClientError. */
  async describe(description: Description): Promise<void> {
    if (!this.#session || this.#phase !== "connected") throw notInRoom();
    await this.#session.describe(this.#roomId, description);
  }

  /** Changes a sealed room, for everybody; rejects with a ClientError. */
  async change(changes: RoomChanges): Promise<void> {
    const { sealed } = this.#options;
    if (!sealed || !this.#session || this.#phase !== "connected") throw notInRoom();
    await this.#session.changeRoom(await sealed.nextLink(await this.#credentials, changes));
  }

  /** Does something to the room for all in it; gives why not, if it could not be done. */
  async act(deed: Deed): Promise<ErrorCode | undefined> {
    if (this.#phase !== "connected") return "line-lost";
    return await this.acts.act(await this.#credentials, deed);
  }

  readonly requests = new Requests(
    () => this.#line,
    () => this.#session?.hello,
  );

  /** What the others hear; null: nothing. */
  async send(track: MediaStreamTrack | null): Promise<void> {
    await this.#voice?.send(track);
  }

  muteForMe(memberId: string, muted: boolean): void {
    this.#mutes.set(memberId, muted, this.members.values());
  }

  /** Writes to the chat, texts being checked; it waits in the outbox until we are in. Rejects with `too-large`. */
  write(writing: ChatWriting): Promise<void> {
    return this.#writes.run(async () => {
      await this.#identify();
      const limit = this.#session?.hello.limits.entryBytes ?? Number.POSITIVE_INFINITY;
      await this.chat.write(writing, this.#profile.nickname, limit);
    });
  }

  /** Who we are, where, and what we have written here. */
  async #identify(): Promise<Credentials> {
    const credentials = await this.#credentials;
    const roomId = this.#options.sealed?.roomId ?? (await publicRoomId(this.#options.room ?? ""));
    this.#memberId = credentials.memberId;
    this.#identity = toBase64Url(credentials.identity);
    this.#roomId = roomId;
    this.acts.begin(credentials);
    this.seal?.begin(credentials, roomId, this.#line, this.acts);
    this.chat.open(credentials, roomId, logTransport(this.#line));
    return credentials;
  }

  async #greet(): Promise<void> {
    const turn = ++this.#turn;
    try {
      const credentials = await this.#identify();
      const session = await Session.open(this.#line, credentials, this.#roomId);
      if (turn !== this.#turn) return;
      this.#session = session;
      if (this.#phase === "idle") this.#setPhase("idle", undefined);
      const { build } = session.hello;
      if (this.#options.build !== "" && build !== this.#options.build) this.#events.newBuild(build);
      if (this.#wanted) await this.#enter(session);
      else await this.#passes.prepare(session, this.#place);
    } catch (error) {
      if (turn === this.#turn) this.#failed(error);
    }
  }

  async #enter(session: Session): Promise<void> {
    const turn = this.#turn;
    try {
      const how = this.#mayResume(session) ? "restart" : "new";
      // With a pass from pre-join there is nothing to wait for: the click itself sends the request.
      const pass =
        this.#passes.take(session) ?? (await this.#passes.make(session, this.#place, how));
      if (turn !== this.#turn || !this.#wanted) return;
      this.#line.expectWords();
      const [profile, muted] = [this.#profile, this.#muted];
      const knocks = this.#phase === "knocking";
      const welcome = await session.enter(this.#place, pass, profile, muted, knocks);
      if (turn !== this.#turn || !this.#wanted) return;
      this.#welcomed(welcome, session);
      if (muted !== this.#muted) this.#tell("member.update", { muted: this.#muted });
      if (profile !== this.#profile) this.setProfile({});
      if (pass.offer && welcome.answer !== undefined) {
        this.#voiceEpoch = session.hello.epoch;
        if (how === "restart" && !welcome.resumed) await this.#voice?.enteredAnew();
        else await this.#voice?.entered(welcome.answer);
      }
    } catch (error) {
      if (turn === this.#turn) this.#failed(error);
    }
  }

  get #place(): Place {
    const { room = "", origin, sealed } = this.#options;
    return { room, roomId: this.#roomId, origin, sealed };
  }

  /** Whether the server may still hold the other end of our transport. */
  #mayResume(session: Session): boolean {
    const { epoch, graceMillis } = session.hello;
    return this.#voiceEpoch === epoch && this.#recovery.awayMillis(performance.now()) < graceMillis;
  }

  #welcomed(welcome: wire.EnterResult, session: Session): void {
    this.#recovery.entered();
    this.#sign.entered(welcome);
    this.floor.entered();
    this.acts.entered(this.#roomId, welcome.acts, welcome.moderator);
    const { member, members } = welcome;
    const profile = encodeProfile(this.#profile);
    this.#members.entered(member, this.seal?.entered(member, members, profile) ?? members);
    this.#setPhase("connected", undefined);
    for (const member of this.members.values()) this.#mutes.apply(member);
    this.chat.entered(welcome.log, welcome.resumed, session.hello.limits.messagesPerSecond);
    this.#line.settled(); // what was told since the answer is heard
  }

  async #negotiate(offer: Offer): Promise<string> {
    if (!this.#session || this.#phase !== "connected") throw notInRoom();
    const { answer, epoch } = await this.#session.offerMedia(this.#roomId, offer);
    this.#voiceEpoch = epoch;
    return answer;
  }

  #notified(method: string, told: unknown): void {
    if (method === "superseded") this.#end("superseded");
    if (method === "lobby.answer") this.#answered(told);
    if (this.#phase !== "connected") return;
    const params = this.seal ? this.seal.heard(method, told) : told;
    if (params === undefined) return;
    if (method === "removed") {
      this.#removed(params);
    } else if (method.startsWith("log.") || method === "presence.told") {
      this.chat.told(method, params, this.members);
    } else if (method === "room.chain") {
      void this.#chainShown(params);
    } else if (method.startsWith("invite.")) {
      this.#handovers?.heard(method, params);
    } else if (method === "media.lost") {
      this.#voice?.transportLost();
    } else if (!this.acts.notified(method, params) && !this.floor.notified(method, params)) {
      if (this.#memberNotified(method, params)) this.#events.changed();
    }
  }

  async #chainShown(params: unknown): Promise<void> {
    const chain = wire.read(params, wire.readChain);
    const drop = chain && (await this.#options.sealed?.take(chain));
    this.acts.headsChanged();
    if (drop) this.#failed(new ClientError("chain-refused", "refusal", drop));
    else this.#events.changed();
  }

  #memberNotified(method: string, params: unknown): boolean {
    if (method === "room.changed") {
      const change = wire.read(params, readRoomChange);
      if (change) this.#sign.changed(change);
      if (change?.moderator !== undefined) this.acts.moderator = change.moderator;
      return change !== undefined;
    }
    const told = this.#members.notified(method, params);
    if (told?.joined) this.#mutes.apply(told.joined);
    if (told?.selfLeft) this.#line.drop(); // the server gave us up: enter again
    this.acts.settleHands(this.members.values());
    return told !== undefined;
  }

  /** Somebody who moderates has put us out: we do not come back by ourselves. */
  #removed(params: unknown): void {
    const how = wire.read(params, wire.readRemoved);
    this.acts.removedBy = [...this.members.values()].find(({ identity }) => identity === how?.by);
    this.chat.forget();
    this.#end("refused", how?.banned ? "removed-for-good" : "removed");
  }

  /** Somebody inside lets us in, or does not. */
  #answered(params: unknown): void {
    if (this.#phase !== "knocking" || !this.#session) return;
    if (!wire.read(params, (fields) => fields.flag("admitted"))) {
      this.#end("refused", "turned-away");
    } else if (!this.#doorbell.ringing) {
      this.#setPhase("connecting", undefined);
      void this.#enter(this.#session);
    }
  }

  /** We are out, and do not come back by ourselves. */
  #end(phase: "superseded" | "refused", fault?: Fault): void {
    this.#wanted = false;
    this.#endVoice();
    this.#stop();
    this.#setPhase(phase, fault);
  }

  #lost(closeCode: number): void {
    this.#forgetSession();
    void this.#identify().catch(() => {}); // what this browser keeps is shown without a server, too
    this.#handovers?.clear();
    this.#voice?.lineLost();
    if (!this.#wanted) {
      const isOff = this.#phase === "idle" && closeCode === CLOSE_ABNORMAL;
      if (isOff) this.#setPhase("idle", "server-away");
      if (globalThis.document?.visibilityState === "hidden") this.#line.stop(); // until `wake`
      return;
    }
    const wasIn = this.#phase === "connected";
    const { phase, fault } = this.#recovery.lost(performance.now(), closeCode, wasIn);
    if (phase === "superseded") this.#end(phase);
    else this.#setPhase(phase, fault);
  }

  /** Hello or enter did not work. */
  #failed(error: unknown): void {
    const remedy = this.#recovery.failed(error);
    if (remedy.kind === "knock") {
      const [rings, session] = [this.seal && this.#phase !== "knocking", this.#session];
      this.#setPhase("knocking", undefined);
      if (rings && session) this.#doorbell.ring(() => this.#enter(session));
    } else if (remedy.kind === "again") {
      if (remedy.renew) this.#renewCredentials();
      this.#line.drop(remedy.afterMillis);
    } else if (remedy.kind === "refused") {
      this.#end("refused", remedy.code);
      if (remedy.code === "unsupported-version") this.#events.newBuild("");
    }
  }

  #renewCredentials(): void {
    this.#credentials = this.#options.renewCredentials();
    this.#credentials.catch(() => {}); // told at `#greet`
    this.chat.renew();
  }

  #stop(closeCode?: number): void {
    this.#forgetSession();
    this.#line.stop(closeCode);
  }

  #forgetSession(): void {
    this.#turn++;
    this.#session = undefined;
    this.chat.lineLost();
    this.acts.lineLost();
    this.seal?.lineLost();
  }

  #endVoice(): void {
    this.#voiceEpoch = undefined;
    this.#voice?.close();
  }

  /** A request whose failure changes nothing: the next `enter` says it all again. */
  #tell(method: string, params: object): void {
    if (this.#phase === "connected") this.#line.request(method, params).catch(() => {});
  }

  #setPhase(phase: Phase, fault: Fault | undefined): void {
    this.#phase = phase;
    this.#fault = fault;
    if (phase === "left" || phase === "refused") this.#members.clear();
    this.#events.changed();
  }
}

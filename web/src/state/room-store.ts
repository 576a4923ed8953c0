import { isMicrophoneAllowed, Microphone } from "../client/microphone.ts";
import { RoomClient } from "../client/room-client.ts";
import type { Description } from "../crypto/description.ts";
import { checkNickname } from "../crypto/names.ts";
import { sealedPath } from "../crypto/room-words.ts";
import { Acquaintances } from "./acquaintances.ts";
import { changeRoom, sealedView } from "./change-room.ts";
import { LiveChat } from "./chat-actions.ts";
import { messages } from "./chat-view.ts";
import { describeRoom } from "./describe-room.ts";
import { DeviceLists } from "./device-lists.ts";
import { rollNickname } from "./dice.ts";
import { Hearing } from "./hearing.ts";
import { LiveFiles } from "./live-files.ts";
import { LiveHeardBy } from "./live-heard-by.ts";
import { LiveReplay } from "./live-replay.ts";
import { LiveSpeech } from "./live-speech.ts";
import { closeMediaSession, openMediaSession, showMuted } from "./media-session.ts";
import { microphoneChoice, microphoneView } from "./microphone-view.ts";
import { ModerationViews, moderatorOf, type OwnSilence, shownLines } from "./moderation-view.ts";
import { watchPage } from "./page-life.ts";
import { PassingProblem } from "./passing-problem.ts";
import { keep } from "./people.ts";
import { Poller } from "./poller.ts";
import { type Knowledge, present } from "./present.ts";
import { problemOfRoom } from "./problems.ts";
import { reloadOnce } from "./reload.ts";
import { LiveActions } from "./room-actions.ts";
import type { RoomStoreOptions } from "./room-store-options.ts";
import type { ConnectionPhase, DescribeFault, Problem, RoomState, RoomStore } from "./room-view.ts";
import { KeptSettings } from "./settings.ts";
import { speakerView } from "./speaker-view.ts";
import { WakeLock } from "./wake-lock.ts";

/** Levels are read so often: often enough for a ring to look alive. */
const POLL_MILLIS = 50;

/** The room as React sees it: puts client, microphone and loudspeaker together, and remembers what people set. */
export class LiveRoomStore implements RoomStore {
  readonly #options: RoomStoreOptions;
  readonly #client: RoomClient;
  readonly #hearing: Hearing;
  readonly #microphone: Microphone;
  readonly #wakeLock = new WakeLock();
  readonly #devices = new DeviceLists();
  readonly #settings = new KeptSettings();
  readonly #passing = new PassingProblem(() => this.#refresh());
  readonly #moderation = new ModerationViews();
  readonly #knowledge: Knowledge;
  readonly acts: LiveActions;
  readonly chat: LiveChat;
  readonly board: RoomStore["board"];
  readonly games: RoomStore["games"];
  readonly files: LiveFiles;
  readonly replay: LiveReplay;
  readonly speech: LiveSpeech;
  readonly heardBy: LiveHeardBy;
  readonly #listeners = new Set<() => void>();
  readonly #unlisten: () => void;
  #nickname: string;
  #state: RoomState;
  #joined = false;
  #withMicrophone = false;
  #talking = false;
  readonly #levels = new Poller(POLL_MILLIS, () => this.#measure());
  #refreshing = false;
  #sentTrack: MediaStreamTrack | null = null;

  constructor(options: RoomStoreOptions) {
    this.#options = options;
    if (!checkNickname(this.#settings.now.nickname).ok)
      this.#settings.set({ nickname: rollNickname() });
    this.#nickname = this.#settings.now.nickname;
    const { mutedForMe, mayReplay } = this.#settings.now;
    const sealed = options.sealed !== undefined;
    this.#hearing = new Hearing(
      this.#settings,
      () => this.#client,
      sealed,
      () => this.#refreshSoon(),
    );
    this.#knowledge = {
      listening: this.#hearing.listening,
      playback: this.#hearing.playback,
      acquaintances: new Acquaintances(options.room ?? ""),
    };
    this.#microphone = new Microphone(
      this.#hearing.output,
      { changed: () => this.#microphoneChanged() },
      microphoneChoice(this.#settings.now),
    );
    const events = {
      failed: (code: Problem["code"]) => this.#passing.show({ code }),
      changed: () => this.#refreshSoon(),
    };
    this.files = new LiveFiles(() => this.#client, this.#hasVoice, events);
    const { data } = this.files;
    this.#client = new RoomClient(
      { ...options, data, nickname: this.#nickname, muted: true, mutedForMe, mayReplay },
      {
        changed: () => this.#refreshSoon(),
        joined: () => this.#hearing.sounds.joined(),
        left: () => this.#hearing.sounds.left(),
        robotFailed: () => this.#passing.show({ code: "robot-failed" }),
        lineRefused: () => this.#passing.show({ code: "message-too-long" }),
        slotsChanged: (slots, keeps) => this.#hearing.playback.attach(slots, keeps),
        newBuild: (build) => this.#newBuild(build),
      },
    );
    this.board = this.#client.documents.board;
    this.games = this.#client.documents.games;
    const told = { ...events, told: events.failed };
    this.replay = new LiveReplay(() => this.#client, this.#hearing, this.#settings, told);
    this.heardBy = new LiveHeardBy(() => this.#client, this.#hearing, this.#microphone);
    this.heardBy.listen();
    this.acts = new LiveActions(
      this.#client,
      events.failed,
      options.sealed && options.origin + sealedPath(options.sealed.id),
    );
    const { playback } = this.#hearing;
    this.speech = new LiveSpeech(() => this.#client, playback, this.#settings, sealed, events);
    const isIn = () => this.#joined;
    const failed = (problem: Problem) => this.#passing.show(problem);
    this.chat = new LiveChat(this.#client, isIn, failed, (text) => this.speech.wrote(text));
    this.#unlisten = this.#listenToPage();
    this.#state = this.#compute(undefined);
    this.#client.prepare();
    void this.#listDevices();
    void this.#testIfAllowed();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  getState(): RoomState {
    return this.#state;
  }

  level(number: number): number {
    const now = performance.now();
    if (number !== this.#client.self) return this.#hearing.playback.level(number, now);
    const heard = !this.#joined || this.#isTransmitting;
    return heard ? this.#microphone.level(now) : this.speech.level(now);
  }

  async join(options: { readonly microphone: boolean }): Promise<void> {
    const checked = checkNickname(this.#nickname);
    if (!checked.ok) {
      this.#passing.show({ code: "nickname-invalid" });
      return;
    }
    if (this.#joined) return;
    this.setNickname(checked.text);
    this.#joined = true;
    this.#withMicrophone = options.microphone && this.#hasVoice;
    this.#transmit(); // a microphone that is open already: nobody sees us muted first
    this.#client.enter();
    if (this.#hasVoice) {
      void this.#hearing.output.unlock(); // now, while the browser knows that somebody clicked
      this.#hearing.playback.start();
    }
    this.#levels.run(true);
    openMediaSession(this.#options.title, {
      toggleMute: () => this.setMuted(!this.#settings.now.muted),
      leave: () => void this.leave(),
    });
    if (this.#withMicrophone) await this.#microphone.open();
    else this.#microphone.close();
    this.#transmit();
    this.#refresh();
  }

  async leave(): Promise<void> {
    const left = this.#client.leave(); // first: what follows need not be told any more
    this.#letGo();
    await left;
    this.#refresh();
  }

  retry(): void {
    if (this.#joined && this.#withMicrophone && this.#microphone.track === null) {
      void this.#microphone.open();
    }
    const { phase } = this.#client;
    if (phase !== "superseded" && phase !== "refused" && phase !== "left") return;
    this.#joined = false;
    void this.join({ microphone: this.#withMicrophone });
  }

  async testMicrophone(): Promise<void> {
    this.#levels.run(true);
    await this.#microphone.open();
  }

  async openMicrophone(): Promise<void> {
    if (!this.#joined || !this.#hasVoice) return;
    this.#withMicrophone = true;
    await this.#microphone.open();
    this.#transmit();
    this.#refresh();
  }

  setNickname(nickname: string): void {
    this.#nickname = nickname;
    const checked = checkNickname(nickname);
    if (checked.ok && checked.text !== this.#settings.now.nickname) {
      this.#settings.set({ nickname: checked.text });
      this.#client.setProfile({ nickname: checked.text });
    }
    this.#refresh();
  }

  setMuted(muted: boolean): void {
    const { silence } = this.#state.moderation;
    if (!muted && (silence === "until-they-unmute" || silence === "audience")) {
      this.#passing.show({ code: silence === "audience" ? silence : "muted-for-all" });
      return;
    }
    if (!muted && silence === "until-we-unmute") void this.acts.unmuteSelf();
    this.#settings.set({ muted });
    this.#transmit();
    this.#refresh();
  }

  setTalking(held: boolean): void {
    if (held === this.#talking) return;
    this.#talking = held;
    this.#transmit();
    this.#refresh();
  }

  setPushToTalkKey(code: string): void {
    this.#settings.set({ pushToTalkKey: code });
    this.#refresh();
  }

  async chooseMicrophone(deviceId: string): Promise<void> {
    this.#settings.set({ microphone: deviceId });
    this.#refresh();
    await this.#microphone.choose(microphoneChoice(this.#settings.now));
  }

  async chooseSpeaker(deviceId: string): Promise<void> {
    this.#settings.set({ speaker: deviceId });
    this.#refresh();
    if (await this.#hearing.chooseSpeaker(deviceId)) return;
    this.#settings.set({ speaker: "" });
    this.#passing.show({ code: "speaker-failed" });
  }

  async setOriginalSound(on: boolean): Promise<void> {
    this.#settings.set({ originalSound: on });
    this.#refresh();
    await this.#microphone.choose(microphoneChoice(this.#settings.now));
  }

  setVolume(number: number, volume: number): void {
    this.#hearing.setVolume(number, volume);
    this.#refresh();
  }

  setMutedForMe(number: number, muted: boolean): void {
    this.#hearing.setMuted(number, muted);
    this.#refresh();
  }

  acceptName(number: number): void {
    const member = this.#client.members.get(number);
    if (member) this.#knowledge.acquaintances.accept(member);
    this.#refresh();
  }

  setSounds(on: boolean): void {
    this.#settings.set({ sounds: on });
    this.#hearing.sounds.on = on;
    this.#refresh();
  }

  setWakeLock(on: boolean): void {
    this.#settings.set({ wakeLock: on });
    this.#refresh();
  }

  unlockAudio(): void {
    void this.#hearing.output.unlock().then(() => this.#refresh());
  }

  describe(typed: Description): Promise<DescribeFault | undefined> {
    return describeRoom(this.#client, typed);
  }

  readonly whatServerSaw: RoomStore["whatServerSaw"] = () => this.#client.requests.saw();

  readonly changeRoom: RoomStore["changeRoom"] = (typed) =>
    changeRoom(this.#client, this.#options.sealed, typed);

  close(): void {
    void this.#client.leave().finally(() => this.#client.close());
    this.#letGo();
    this.#unlisten();
    this.#microphone.dispose();
    this.#passing.close();
    void this.#hearing.output.close();
    this.#listeners.clear();
  }

  get #hasVoice(): boolean {
    return this.#options.createPeer !== undefined;
  }

  get #isTransmitting(): boolean {
    return (
      this.#joined &&
      this.#withMicrophone &&
      this.#microphone.track !== null &&
      (this.#talking || !this.#settings.now.muted) &&
      !this.#client.acts.isSilent(this.#client.identity)
    );
  }

  /** Gives the others our voice or silence, and says which. */
  #transmit(): void {
    const transmitting = this.#isTransmitting;
    const track = transmitting ? this.#microphone.track : null;
    if (track !== this.#sentTrack) void this.#client.send(track);
    this.#sentTrack = track;
    this.#client.setMuted(!transmitting);
    if (this.#joined) showMuted(!transmitting);
  }

  #letGo(): void {
    this.#joined = false;
    this.#talking = false;
    this.files.letGo();
    this.speech.letGo();
    this.#microphone.close();
    this.#transmit();
    this.#hearing.playback.stop();
    this.#levels.run(false);
    this.#wakeLock.want(false);
    closeMediaSession();
  }

  #microphoneChanged(): void {
    this.#transmit();
    void this.#listDevices();
    this.#refreshSoon();
  }

  async #listDevices(): Promise<void> {
    await this.#devices.refresh();
    this.#refreshSoon();
  }

  /** Where permission was given before, the meter works from the start and Join is quicker. */
  async #testIfAllowed(): Promise<void> {
    const allowed = this.#hasVoice && (await isMicrophoneAllowed());
    if (allowed && !this.#joined) await this.testMicrophone();
  }

  #listenToPage(): () => void {
    return watchPage({
      hidden: () => this.#client.pageHidden(),
      shown: () => {
        this.#client.wake();
        if (this.#joined && this.#hearing.output.blocked) void this.#hearing.output.unlock();
      },
      networkGone: () => this.#refreshSoon(),
    });
  }

  #newBuild(build: string): void {
    const was = { room: this.#options.room ?? "", joined: this.#joined };
    reloadOnce(build, { ...was, microphone: this.#withMicrophone });
  }

  #measure(): void {
    const now = performance.now();
    const heard = this.#hearing.playback.poll(now);
    const spoken = this.#microphone.poll(now);
    const own = this.#joined ? this.level(this.#client.self) : 0;
    const counted = this.heardBy.poll(now, own, this.#joined && this.#isTransmitting);
    if (heard || spoken || counted) this.#refresh();
  }

  /** Once for all that changes in this turn. */
  #refreshSoon(): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    queueMicrotask(() => this.#refresh());
  }

  #refresh(): void {
    this.#refreshing = false;
    this.replay.look(this.#joined && this.#hasVoice);
    const before = this.#state;
    this.#state = keep(before, this.#compute(before));
    this.speech.look(this.#state.people, this.#isTransmitting);
    if (this.#state === before) return;
    if (this.#state.phase !== before.phase) this.#phaseChanged();
    this.#silenceChanged(before.moderation.silence);
    for (const listener of this.#listeners) listener();
  }

  /** Who is muted for all stays muted when that ends: nobody is live without wanting it. */
  #silenceChanged(before: OwnSilence, { silence } = this.#state.moderation): void {
    if (silence === before) return;
    if (silence !== "none") this.#settings.set({ muted: true });
    else if (before === "audience" && this.#joined) this.#passing.show({ code: "may-speak" });
    this.#transmit();
    this.#refreshSoon();
  }

  #phaseChanged(): void {
    const { phase } = this.#state;
    if (phase === "connected") this.#options.remember();
    if (phase === "superseded" || phase === "refused") this.#letGo();
  }

  #compute(before: RoomState | undefined): RoomState {
    const client = this.#client;
    const phase = this.#phase;
    const self = {
      number: client.self,
      nickname: this.#settings.now.nickname,
      muted: !this.#isTransmitting,
      hasMedia: client.voiceState === "connected",
      connection: phase === "connected" ? ("connected" as const) : ("reconnecting" as const),
      speaking: this.#isTransmitting ? this.#microphone.speaking : this.speech.isSaying,
    };
    const people = present(client, self, this.#knowledge, before?.people ?? []);
    const microphone = microphoneView(
      this.#microphone,
      this.#settings.now,
      this.#devices.microphones,
      {
        talking: this.#talking,
        joined: this.#joined,
        transmitting: this.#isTransmitting,
      },
    );
    const problem = this.#problem();
    const lines = shownLines(client);
    const captions = this.speech.captions.view;
    const blocked = this.#joined && this.#hearing.output.blocked;
    const speaker = speakerView(this.#settings.now.speaker, this.#devices.speakers, blocked);
    this.#wakeLock.want(this.#joined && this.#settings.now.wakeLock);
    return {
      phase,
      problem: problem && before?.problem ? keep(before.problem, problem) : problem,
      title: this.#options.title,
      link: this.#options.link,
      nickname: this.#nickname,
      people,
      description: client.description,
      mayDescribe: client.mayDescribe,
      moderator: moderatorOf(client, people),
      moderation: this.#moderation.of(client),
      messages: messages(lines, client.memberId, people, before?.messages ?? []),
      files: this.files.view(lines),
      retention: client.chat.retention,
      microphone: before ? keep(before.microphone, microphone) : microphone,
      heardBy: this.heardBy.view(people),
      speaker: before ? keep(before.speaker, speaker) : speaker,
      webrtc: this.#hasVoice,
      pushToTalkKey: this.#settings.now.pushToTalkKey,
      sounds: this.#settings.now.sounds,
      wakeLock: this.#settings.now.wakeLock,
      speech: before ? keep(before.speech, this.speech.view) : this.speech.view,
      captions: before ? keep(before.captions, captions) : captions,
      replay: before ? keep(before.replay, this.replay.view) : this.replay.view,
      sealed: sealedView(this.#options.sealed, client, people, before?.sealed),
    };
  }

  /** Voice that is away counts as a line that is: people see one state. */
  get #phase(): ConnectionPhase {
    const { phase, voiceState } = this.#client;
    const voiceAway = voiceState === "reconnecting" || voiceState === "unreachable";
    return phase === "connected" && voiceAway ? "reconnecting" : phase;
  }

  #problem(): Problem | undefined {
    const { phase, fault, voiceState } = this.#client;
    return problemOfRoom({
      phase,
      fault,
      voiceState,
      passing: this.#passing.problem,
      hasVoice: this.#hasVoice,
      microphone: this.#microphone.state,
      blocked: this.#joined && this.#hearing.output.blocked,
    });
  }
}

import type { MicrophoneState } from "../client/microphone.ts";
import type { Fault, Phase } from "../client/room-client.ts";
import type { VoiceState } from "../client/voice.ts";
import type { TextFault } from "../crypto/names.ts";
import type { Problem } from "./room-view.ts";

/** Which of the things that are wrong a person should hear of, and in what order of weight. */

/** What a room's problem is made of. */
export interface RoomFacts {
  readonly phase: Phase;
  readonly fault: Fault | undefined;
  readonly voiceState: VoiceState;
  readonly passing: Problem | undefined;
  readonly hasVoice: boolean;
  readonly microphone: MicrophoneState;
  /** The browser holds sound back until somebody clicks. */
  readonly blocked: boolean;
}

/** The one problem to show. */
export function problemOfRoom(facts: RoomFacts): Problem | undefined {
  const ofPhase = problemOfPhase(facts.phase, facts.fault, navigator.onLine !== false);
  if (ofPhase) return ofPhase;
  if (facts.passing) return facts.passing;
  if (facts.voiceState === "unreachable") return { code: "voice-unreachable" };
  if (!facts.hasVoice) return { code: "no-webrtc" };
  const ofMicrophone = problemOfMicrophone(facts.microphone);
  if (ofMicrophone) return ofMicrophone;
  return facts.blocked ? { code: "autoplay-blocked", action: "unlock-audio" } : undefined;
}

/** What the phase and the reason for it mean to a person. */
function problemOfPhase(
  phase: Phase,
  fault: Fault | undefined,
  onLine: boolean,
): Problem | undefined {
  if (phase === "refused") return problemOfRefusal(fault);
  if (phase === "idle" && fault !== "server-away") return undefined; // nothing is tried that could fail
  if (phase !== "idle" && phase !== "connecting" && phase !== "reconnecting") return undefined;
  if (!onLine) return { code: "offline" };
  if (fault === "too-many-connections") return { code: "too-many-connections" };
  return fault === "server-away" ? { code: "server-away" } : undefined;
}

function problemOfRefusal(fault: Fault | undefined): Problem {
  switch (fault) {
    case "room-full":
    case "server-full":
    case "too-many-rooms":
    case "room-locked":
    case "removed":
    case "denied":
    case "turned-away":
    case "lobby-full":
      return { code: fault, action: "retry" };
    case "removed-for-good":
    case "banned":
    case "address-banned":
      return { code: fault };
    case "room-name-invalid":
    case "chain-refused":
    case "cannot-seal":
      return { code: fault };
    case "no-crypto":
      return { code: globalThis.isSecureContext === false ? "insecure-page" : "no-crypto" };
    case "profile-invalid":
      return { code: "nickname-invalid" };
    default:
      return { code: "refused", action: "retry" };
  }
}

function problemOfMicrophone(state: MicrophoneState): Problem | undefined {
  switch (state) {
    case "denied":
      return globalThis.isSecureContext === false
        ? { code: "insecure-page" }
        : { code: "microphone-denied", action: "retry" };
    case "missing":
      return { code: "microphone-missing", action: "choose-microphone" };
    case "busy":
      return { code: "microphone-busy", action: "retry" };
    case "lost":
      return { code: "microphone-lost", action: "choose-microphone" };
    default:
      return undefined;
  }
}

/** An empty message needs no words: the button does nothing. */
export function problemOfMessage(fault: TextFault): Problem | undefined {
  if (fault === "empty") return undefined;
  return { code: fault === "too-long" ? "message-too-long" : "message-forbidden" };
}

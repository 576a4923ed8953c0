/** What a person set, kept in this browser alone. */

export interface Settings {
  readonly nickname: string;
  readonly muted: boolean;
  readonly microphone: string; // device id; "" is the system's choice
  readonly speaker: string;
  readonly originalSound: boolean;
  readonly pushToTalkKey: string; // KeyboardEvent.code
  readonly sounds: boolean;
  readonly wakeLock: boolean;
  readonly mayReplay: boolean; // others may hear again what one just said, where the room has agreed on it
  readonly voice: number; // that says what one writes, 0 to 5 from deep to high
  readonly captions: boolean; // what is said is shown as words, where there are some
  readonly readAloud: boolean; // this browser reads robots and spoken texts
  readonly volumes: Readonly<Record<string, number>>; // by member id, 0 to 2
  readonly mutedForMe: readonly string[]; // member ids
}

export const DEFAULT_SETTINGS: Settings = {
  nickname: "",
  muted: false,
  microphone: "",
  speaker: "",
  originalSound: false,
  pushToTalkKey: "Space",
  sounds: true,
  wakeLock: false,
  mayReplay: true,
  voice: 2,
  captions: true,
  readAloud: false,
  volumes: {},
  mutedForMe: [],
};

const KEY = "free4chat.settings";
const MAX_PEOPLE = 200;

/** The nickname for the next room; the home page shows and changes it too. A first visit rolls the dice. */
export function rememberedNickname(): string {
  return loadSettings().nickname;
}

export function rememberNickname(nickname: string): void {
  saveSettings({ ...loadSettings(), nickname });
}

export function loadSettings(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof stored === "object" && stored !== null ? merge(stored) : DEFAULT_SETTINGS;
  } catch {
    return DEFAULT_SETTINGS;
  }
}

export function saveSettings(settings: Settings): void {
  const volumes = Object.fromEntries(Object.entries(settings.volumes).slice(-MAX_PEOPLE));
  const mutedForMe = settings.mutedForMe.slice(-MAX_PEOPLE);
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...settings, volumes, mutedForMe }));
  } catch {
    // Storage is full or forbidden: settings live as long as the page.
  }
}

/** What is set now; every change is kept at once. */
export class KeptSettings {
  #now = loadSettings();

  get now(): Settings {
    return this.#now;
  }

  set(changes: Partial<Settings>): void {
    this.#now = { ...this.#now, ...changes };
    saveSettings(this.#now);
  }
}

/** Takes from storage what has the right type: an older or newer page may have written it. */
function merge(stored: object): Settings {
  const entries = Object.entries(DEFAULT_SETTINGS).map(([key, fallback]) => {
    const value: unknown = (stored as Record<string, unknown>)[key];
    return [key, sameShape(value, fallback) ? value : fallback];
  });
  return Object.fromEntries(entries) as Settings;
}

function sameShape(value: unknown, sample: unknown): boolean {
  if (Array.isArray(sample)) {
    return Array.isArray(value) && value.every((item) => typeof item === "string");
  }
  if (typeof sample === "object") {
    return (
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every((item) => typeof item === "number" && item >= 0 && item <= 2)
    );
  }
  return typeof value === typeof sample;
}

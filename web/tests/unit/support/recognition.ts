import { vi } from "vitest";

/** A scripted Web Speech API. */
export class Recognition {
  static all: Recognition[] = [];
  static available = vi.fn(async () => "unavailable");
  lang = "";
  processLocally: boolean | undefined;
  running = false;
  onresult: (event: unknown) => void = () => {};
  onerror: (event: { error: string }) => void = () => {};
  onend = () => {};

  start(): void {
    this.running = true;
    Recognition.all.push(this);
  }

  abort(): void {
    this.running = false;
    this.onend();
  }

  hears(transcript: string, isFinal: boolean): void {
    const result = Object.assign([{ transcript }], { isFinal });
    this.onresult({ resultIndex: 0, results: [result] });
  }
}

/** The browser has ears of which nothing is known yet. */
export function stubRecognition(): void {
  Recognition.all = [];
  Recognition.available.mockResolvedValue("unavailable");
  vi.stubGlobal("webkitSpeechRecognition", Recognition);
}

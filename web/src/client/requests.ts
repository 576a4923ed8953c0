import { codeOf, type ErrorCode } from "./errors.ts";
import { askSaw, type SawItem } from "./saw.ts";
import type { Line } from "./signalling.ts";
import type { HelloResult } from "./wire.ts";

/** What one asks the server for, and that changes nothing here by itself. */
export class Requests {
  readonly #line: () => Line;
  readonly #hello: () => HelloResult | undefined;

  constructor(line: () => Line, hello: () => HelloResult | undefined) {
    this.#line = line;
    this.#hello = hello;
  }

  /** The server writes down what is said by who agrees to that. */
  get hasEars(): boolean {
    return this.#hello()?.ears === true;
  }

  /** What the server holds of us, as it says itself; undefined when it cannot be asked now. */
  saw(): Promise<readonly SawItem[] | undefined> {
    return askSaw(this.#line());
  }

  /** Has a robot come in that uses that language; gives why not, if it does not. */
  addRobot(robot: string, language: string): Promise<ErrorCode | undefined> {
    return this.#ask("robot.add", { robot, language });
  }

  /** Sends a robot away, by its number. */
  removeRobot(member: number): Promise<ErrorCode | undefined> {
    return this.#ask("robot.remove", { member });
  }

  /**
   * Has the server say a text as our own voice; gives why not, if it does not. With an empty one it says whether it would. `voice`
   * is 0 to 5, from deep to high.
   */
  sayText(text: string, language: string, voice: number): Promise<ErrorCode | undefined> {
    return this.#ask("voice.say", { text, language, voice });
  }

  async #ask(method: string, params: object): Promise<ErrorCode | undefined> {
    try {
      await this.#line().request(method, params);
      return undefined;
    } catch (error) {
      return codeOf(error);
    }
  }
}

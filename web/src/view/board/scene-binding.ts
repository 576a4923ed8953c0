import { CaptureUpdateAction, reconcileElements } from "@excalidraw/excalidraw";
import type { ExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { AppState, BinaryFileData, BinaryFiles, DataURL } from "@excalidraw/excalidraw/types";
import type { Board } from "../../board/board.ts";
import type { BoardChange } from "../../board/board-doc.ts";
import type { BoardElement } from "../../board/element.ts";
import type { ImageFault } from "../../board/images.ts";
import { fitImage } from "./fit-image.ts";
import { Pace } from "./pace.ts";
import type { Scene } from "./scene.ts";

/** Version and nonce, as one word: what the scene and the document agree on. */
const GONE = "gone";

/**
 * Keeps the scene of the drawing program and the board's document the same, in both directions. What comes from others is no step
 * of ours to undo. Where both sides have changed an element, the later version stands; of equal ones, that with the lower nonce.
 */
export class SceneBinding {
  readonly #board: Board;
  readonly #scene: Scene;
  readonly #refused: (fault: ImageFault) => void;
  readonly #agreed = new Map<string, string>();
  readonly #pace = new Pace();
  /** Names of images by the ids that the scene knows them under. */
  readonly #images = new Map<string, string>();
  readonly #adding = new Set<string>();
  readonly #unlisten: () => void;
  #repaint: Set<string> | undefined;
  #isHeld = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(board: Board, scene: Scene, refused: (fault: ImageFault) => void) {
    this.#board = board;
    this.#scene = scene;
    this.#refused = refused;
    this.#unlisten = board.listen({
      changed: (change) => this.#boardChanged(change),
      stateChanged: () => {},
    });
    this.#paint(new Set(board.ids));
  }

  /** The scene is another: ours, or what we have just painted. */
  sceneChanged(state: Pick<AppState, "cursorButton">, files: BinaryFiles): void {
    const isHeld = state.cursorButton === "down";
    if (isHeld && !this.#isHeld) this.#pace.held(performance.now());
    this.#isHeld = isHeld;
    for (const file of Object.values(files)) void this.#addImage(file);
    const changed = this.#changedElements();
    if (changed.length === 0) return;
    const wait = this.#pace.waitMillis(performance.now(), isHeld, weightOf(changed));
    clearTimeout(this.#timer);
    if (wait === 0) this.#write(changed);
    else this.#timer = setTimeout(() => this.#writeLater(), wait);
  }

  /** What is not written yet is. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#unlisten();
    this.#write(this.#changedElements());
  }

  #writeLater(): void {
    const changed = this.#changedElements();
    const wait = this.#pace.waitMillis(performance.now(), this.#isHeld, weightOf(changed));
    if (wait === 0) this.#write(changed);
    else this.#timer = setTimeout(() => this.#writeLater(), wait);
  }

  #changedElements(): readonly ExcalidrawElement[] {
    return this.#scene
      .getSceneElementsIncludingDeleted()
      .filter(
        (element) => this.#agreed.get(element.id) !== wordOf(element) && this.#isWhole(element),
      );
  }

  /** An image is written when its bytes are; what was never shown to others need not be taken away. */
  #isWhole(element: ExcalidrawElement): boolean {
    if (element.isDeleted) return this.#agreed.has(element.id);
    if (element.type !== "image") return true;
    return element.fileId !== null && this.#images.has(element.fileId);
  }

  #write(changed: readonly ExcalidrawElement[]): void {
    if (changed.length === 0) return;
    this.#pace.wrote(performance.now(), weightOf(changed));
    for (const element of changed) this.#agreed.set(element.id, wordOf(element));
    this.#board.write(changed.map((element) => this.#named(element)));
  }

  #named(element: ExcalidrawElement): BoardElement {
    const named =
      element.type === "image"
        ? { ...element, fileId: this.#images.get(element.fileId ?? "") }
        : element;
    return named as unknown as BoardElement;
  }

  #boardChanged({ elements, images }: BoardChange): void {
    const ids = new Set(elements);
    if (images)
      for (const { id, type } of this.#scene.getSceneElementsIncludingDeleted())
        if (type === "image") ids.add(id);
    if (this.#repaint) {
      for (const id of ids) this.#repaint.add(id);
      return;
    }
    this.#repaint = ids;
    // Not a frame: those of a page in the background do not come.
    setTimeout(() => {
      const due = this.#repaint;
      this.#repaint = undefined;
      if (due) this.#paint(due);
    });
  }

  #paint(ids: ReadonlySet<string>): void {
    const local = this.#scene.getSceneElementsIncludingDeleted();
    const byId = new Map(local.map((element) => [element.id, element]));
    const painted = [...ids].flatMap((id) => {
      const element = this.#board.element(id);
      if (element) {
        this.#agreed.set(id, wordOf(element));
        if (element.type === "image") void this.#showImage(String(element.fileId));
        return [element as unknown as ExcalidrawElement];
      }
      this.#agreed.set(id, GONE);
      const shown = byId.get(id);
      return shown && !shown.isDeleted
        ? [{ ...shown, isDeleted: true, version: shown.version + 1 } as ExcalidrawElement]
        : [];
    });
    if (painted.length === 0) return;
    const elements = reconcileElements(
      local,
      painted as unknown as Parameters<typeof reconcileElements>[1],
      this.#scene.getAppState(),
    );
    this.#scene.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
  }

  /** An image of ours goes to the board; one that is too large, or of a kind that is not ours, off the scene. */
  async #addImage(file: BinaryFileData): Promise<void> {
    const { id } = file;
    if (this.#images.has(id) || this.#adding.has(id)) return;
    this.#adding.add(id);
    const image = await fitImage(file.dataURL);
    const fault = "fault" in image ? image.fault : await this.#board.writeImage(image);
    if (fault) {
      this.#refused(fault);
      this.#takeOff(id);
      return;
    }
    if (!("fault" in image)) this.#images.set(id, image.name);
    this.sceneChanged(this.#scene.getAppState(), {});
  }

  #takeOff(fileId: string): void {
    const elements = this.#scene
      .getSceneElementsIncludingDeleted()
      .map((element) =>
        element.type === "image" && element.fileId === fileId
          ? { ...element, isDeleted: true, version: element.version + 1 }
          : element,
      );
    this.#scene.updateScene({ elements, captureUpdate: CaptureUpdateAction.NEVER });
  }

  async #showImage(name: string): Promise<void> {
    if (this.#images.has(name)) return;
    const image = await this.#board.image(name);
    if (!image || this.#images.has(name)) return;
    this.#images.set(name, name);
    const dataURL = (await readAsDataUrl(new Blob([image.bytes], { type: image.kind }))) as DataURL;
    const file = { id: name, mimeType: image.kind, dataURL, created: Date.now() };
    this.#scene.addFiles([file as BinaryFileData]);
  }
}

function wordOf({
  version,
  versionNonce,
  isDeleted,
}: Pick<ExcalidrawElement, "version" | "versionNonce" | "isDeleted">): string {
  return isDeleted ? GONE : `${version} ${versionNonce}`;
}

/** Points of strokes among what has changed. */
function weightOf(elements: readonly ExcalidrawElement[]): number {
  return elements.reduce(
    (sum, element) => sum + (element.type === "freedraw" ? element.points.length : 0),
    0,
  );
}

function readAsDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";

/** What we use of the drawing program. */
export type Scene = Pick<
  ExcalidrawImperativeAPI,
  | "updateScene"
  | "getSceneElements"
  | "getSceneElementsIncludingDeleted"
  | "getAppState"
  | "addFiles"
  | "getFiles"
  | "scrollToContent"
>;

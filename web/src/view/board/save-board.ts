import { exportToBlob, exportToSvg } from "@excalidraw/excalidraw";
import { fileName } from "../chat/export.ts";
import { saveFile } from "../parts/save-file.ts";
import type { Scene } from "./scene.ts";

const BACKGROUND = "#ffffff";
const PADDING = 24;

/** Gives the person a picture of all that stands on the board. */
export async function saveBoard(scene: Scene, title: string, kind: "png" | "svg"): Promise<void> {
  const picture = {
    elements: scene.getSceneElements(),
    files: scene.getFiles(),
    appState: {
      exportBackground: true,
      viewBackgroundColor: BACKGROUND,
      exportWithDarkMode: false,
    },
    exportPadding: PADDING,
  };
  const name = fileName(title, kind);
  if (kind === "png") {
    saveFile(name, await exportToBlob({ ...picture, mimeType: "image/png" }), "image/png");
  } else {
    const svg = await exportToSvg(picture);
    saveFile(name, new XMLSerializer().serializeToString(svg), "image/svg+xml");
  }
}

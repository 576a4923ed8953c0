import "./asset-path.ts";
import { Excalidraw } from "@excalidraw/excalidraw";
import "@excalidraw/excalidraw/index.css";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { useEffect, useRef, useState } from "react";
import type { Board } from "../../board/board.ts";
import type { ImageFault } from "../../board/images.ts";
import type { Person } from "../../state/room-view.ts";
import type { Language } from "../../text/languages.ts";
import { useLanguage } from "../use-language.ts";
import { useMediaQuery } from "../use-media-query.ts";
import styles from "./board.module.css";
import { Company } from "./company.ts";
import type { Scene } from "./scene.ts";
import { SceneBinding } from "./scene-binding.ts";

interface CanvasProps {
  readonly board: Board;
  readonly people: readonly Person[];
  readonly followed: string | undefined; // member id of whom we go along with
  readonly watches: boolean; // may look, but not draw
  readonly onStray: () => void; // we go our own way
  readonly onScene: (scene: Scene | undefined) => void;
  readonly onFault: (fault: ImageFault) => void;
}

/** What the program brings and we do not need: files, other pages, a library from elsewhere. */
const OPTIONS = {
  canvasActions: {
    changeViewBackgroundColor: false,
    clearCanvas: false,
    export: false,
    loadScene: false,
    saveToActiveFile: false,
    saveAsImage: false,
    toggleTheme: false,
  },
} as const;
/** The page's languages, as the program calls them. */
const LANGUAGE_CODES: Readonly<Record<Language, string>> = { en: "en", es: "es-ES", zh: "zh-CN" };
/** The page's paper shows through. */
const START = { appState: { viewBackgroundColor: "transparent", currentItemRoughness: 0 } };

/** The drawing program, bound to the board. */
export function Canvas(props: CanvasProps) {
  const { board, people, followed, watches, onStray, onScene, onFault } = props;
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  const language = useLanguage();
  const [scene, setScene] = useState<ExcalidrawImperativeAPI | undefined>(undefined);
  const binding = useRef<SceneBinding | undefined>(undefined);
  const company = useRef<Company | undefined>(undefined);
  const fault = useRef(onFault);
  fault.current = onFault;

  useEffect(() => {
    onScene(scene);
    if (!scene) return;
    const bound = new SceneBinding(board, scene, (why) => fault.current(why));
    const others = new Company(board, scene);
    binding.current = bound;
    company.current = others;
    return () => {
      binding.current = undefined;
      company.current = undefined;
      bound.stop();
      others.stop();
    };
  }, [board, scene, onScene]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scene has a company of its own
  useEffect(() => company.current?.set(people, followed), [people, followed, scene]);

  return (
    <div className={styles.canvas} ref={keepKeys}>
      <Excalidraw
        excalidrawAPI={setScene}
        initialData={START}
        langCode={LANGUAGE_CODES[language]}
        theme={dark ? "dark" : "light"}
        viewModeEnabled={watches}
        isCollaborating
        aiEnabled={false}
        validateEmbeddable={false}
        UIOptions={OPTIONS}
        onChange={(_, state, files) => binding.current?.sceneChanged(state, files)}
        onPointerUpdate={({ pointer, button }) =>
          company.current?.pointed({ x: pointer.x, y: pointer.y }, button === "down")
        }
        onScrollChange={() => company.current?.moved()}
        onPointerDown={onStray}
      />
    </div>
  );
}

/** Keys mean something else while one draws; M stays mute. The program listens further in, at the page's root. */
function keepKeys(canvas: HTMLElement | null): () => void {
  const isWithin = (event: KeyboardEvent) =>
    event.code !== "KeyM" && event.target instanceof Node && canvas?.contains(event.target);
  const keep = (event: KeyboardEvent) => {
    if (isWithin(event)) event.stopPropagation();
  };
  document.addEventListener("keydown", keep);
  document.addEventListener("keyup", keep);
  return () => {
    document.removeEventListener("keydown", keep);
    document.removeEventListener("keyup", keep);
  };
}

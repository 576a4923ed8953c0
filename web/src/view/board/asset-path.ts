/** Where the drawing program looks for its fonts: with us, and nowhere else. Imported before it. */
Object.assign(globalThis, { EXCALIDRAW_ASSET_PATH: "/assets/board/" });

export {};
